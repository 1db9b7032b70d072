// A JAX-WS server of what wsimport makes of parcels.wsdl, which is also in its class path: SOAP 1.1 at /11, SOAP 1.2 at /12. Prints its port, then what it
// is to remember, a line each, and ends with its input.

import com.sun.net.httpserver.HttpServer;
import gen.Item;
import gen.Parcels;
import gen.Sender;
import gen.Stamp;
import gen.TooHeavy;
import gen.TooHeavy_Exception;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import javax.jws.WebService;
import javax.xml.namespace.QName;
import javax.xml.ws.Endpoint;
import javax.xml.ws.Holder;
import javax.xml.ws.WebServiceException;
import javax.xml.ws.soap.SOAPBinding;

@WebService(endpointInterface = "gen.Parcels", targetNamespace = "urn:parcels", serviceName = "Parcels", wsdlLocation = "parcels.wsdl")
public class Depot implements Parcels {
  static PrintStream output;

  @Override
  public void send(
      String to, BigDecimal weight, Holder<List<Item>> item, Holder<Integer> number, Holder<String> note, Sender sender, Holder<Stamp> stamp)
      throws TooHeavy_Exception {
    if (weight.compareTo(new BigDecimal(30)) > 0) {
      TooHeavy limit = new TooHeavy();
      limit.setLimit(new BigDecimal("30.0"));
      throw new TooHeavy_Exception("too heavy", limit);
    }
    if (to.equals("nobody")) throw new WebServiceException("größer als gedacht");
    number.value = item.value.size();
    stamp.value = new Stamp();
    stamp.value.setText("from " + (sender == null ? "nobody" : sender.getName()));
  }

  @Override
  public void remember(String text) {
    output.println(text);
  }

  static void publish(HttpServer server, String path, String binding, String port) {
    Endpoint endpoint = Endpoint.create(binding, new Depot());
    endpoint.setProperties(Map.of(Endpoint.WSDL_SERVICE, new QName("urn:parcels", "Parcels"), Endpoint.WSDL_PORT, new QName("urn:parcels", port)));
    endpoint.publish(server.createContext(path));
  }

  public static void main(String[] arguments) throws Exception {
    output = new PrintStream(System.out, true, "UTF-8");
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    publish(server, "/11", SOAPBinding.SOAP11HTTP_BINDING, "Soap11");
    publish(server, "/12", SOAPBinding.SOAP12HTTP_BINDING, "Soap12");
    server.start();
    output.println("port " + server.getAddress().getPort());
    while (System.in.read() >= 0);
    System.exit(0);
  }
}
