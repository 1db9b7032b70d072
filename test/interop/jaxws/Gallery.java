// A JAX-WS server of what wsimport makes of a contract with base64Binary, attachments and references to attachments: gives back what it gets. The
// WSDL is photo.wsdl of the class path. Prints its port, and ends with its input.

import com.sun.net.httpserver.HttpServer;
import gen.Photo;
import gen.PhotoPort;
import gen.Slip;
import java.net.InetSocketAddress;
import javax.jws.WebService;
import javax.xml.ws.Endpoint;
import javax.xml.ws.Holder;
import javax.xml.ws.soap.MTOM;

@MTOM(threshold = 10)
@WebService(
    endpointInterface = "gen.PhotoPort",
    targetNamespace = "urn:photo",
    serviceName = "PhotoService",
    portName = "PhotoPort",
    wsdlLocation = "photo.wsdl")
public class Gallery implements PhotoPort {
  @Override
  public Photo keep(Photo photo) {
    return photo;
  }

  @Override
  public void add(String title, byte[] picture, String note, Holder<String> kept, Holder<byte[]> thumbnail) {
    kept.value = title + ", " + note;
    thumbnail.value = picture;
  }

  @Override
  public Slip refer(Slip slip) {
    return slip;
  }

  public static void main(String[] arguments) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    Endpoint.create(new Gallery()).publish(server.createContext("/photos"));
    server.start();
    System.out.println("port " + server.getAddress().getPort());
    while (System.in.read() >= 0);
    System.exit(0);
  }
}
