// A JAX-WS client of what wsimport makes of a contract with base64Binary. Arguments: the WSDL, the address. Prints a line an answer.

import gen.Photo;
import gen.PhotoPort;
import gen.PhotoService;
import java.io.File;
import java.util.Arrays;
import javax.xml.ws.BindingProvider;
import javax.xml.ws.soap.MTOMFeature;

public class Photographer {
  public static void main(String[] arguments) throws Exception {
    PhotoService service = new PhotoService(new File(arguments[0]).toURI().toURL());
    // Everything from 10 bytes on goes in a part of its own.
    PhotoPort port = service.getPhotoPort(new MTOMFeature(10));
    ((BindingProvider) port).getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, arguments[1]);
    for (int size : new int[] {0, 5, 10, 1_000_000}) {
      Photo photo = new Photo();
      photo.setName("photo of " + size);
      photo.setData(new byte[size]);
      for (int at = 0; at < size; at++) photo.getData()[at] = (byte) (at * 31);
      Photo kept = port.keep(photo);
      System.out.println(kept.getName() + " " + Arrays.equals(kept.getData(), photo.getData()));
    }
  }
}
