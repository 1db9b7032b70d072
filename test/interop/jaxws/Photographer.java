// A JAX-WS client of what wsimport makes of a contract with base64Binary, attachments and references to attachments. Arguments: the WSDL, the
// address. Prints a line an answer.

import gen.Described;
import gen.Photo;
import gen.PhotoPort;
import gen.PhotoService;
import gen.Slip;
import java.io.File;
import java.util.Arrays;
import javax.activation.DataHandler;
import javax.xml.ws.BindingProvider;
import javax.xml.ws.Holder;
import javax.xml.ws.WebServiceFeature;
import javax.xml.ws.soap.MTOMFeature;

public class Photographer {
  public static void main(String[] arguments) throws Exception {
    PhotoService service = new PhotoService(new File(arguments[0]).toURI().toURL());
    // Everything from 10 bytes on goes in a part of its own.
    PhotoPort port = at(arguments[1], service, new MTOMFeature(10));
    for (int size : new int[] {0, 5, 10, 1_000_000}) {
      Photo photo = new Photo();
      photo.setName("photo of " + size);
      photo.setData(octets(size));
      Photo kept = port.keep(photo);
      System.out.println(kept.getName() + " " + Arrays.equals(kept.getData(), photo.getData()));
    }
    Described preview = new Described();
    preview.setContentType("image/jpeg");
    preview.setValue(octets(20));
    Photo described = new Photo();
    described.setName("photo");
    described.setData(octets(0));
    described.setPreview(preview);
    Described back = port.keep(described).getPreview();
    System.out.println("preview " + back.getContentType() + " " + Arrays.equals(back.getValue(), preview.getValue()));
    PhotoPort plain = at(arguments[1], service);
    for (int size : new int[] {0, 1_000_000}) {
      Holder<String> kept = new Holder<>();
      Holder<byte[]> thumbnail = new Holder<>();
      plain.add("picture of " + size, octets(size), "a note", kept, thumbnail);
      System.out.println(kept.value + " " + Arrays.equals(thumbnail.value, octets(size)));
    }
    Slip slip = new Slip();
    slip.setPhoto(new DataHandler("a text", "text/plain"));
    byte[] content = plain.refer(slip).getPhoto().getInputStream().readAllBytes();
    System.out.println("reference to " + new String(content));
    System.exit(0);
  }

  private static byte[] octets(int size) {
    byte[] octets = new byte[size];
    for (int at = 0; at < size; at++) octets[at] = (byte) (at * 31);
    return octets;
  }

  private static PhotoPort at(String address, PhotoService service, WebServiceFeature... features) {
    PhotoPort port = service.getPhotoPort(features);
    ((BindingProvider) port).getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address);
    return port;
  }
}
