// A JAX-WS client of what wsimport makes of our WSDL. Arguments: address, SOAP version (1 or 2). Prints a line an answer.

import java.math.BigDecimal;
import java.net.URL;
import javax.xml.ws.soap.MTOMFeature;
import javax.xml.ws.soap.SOAPFaultException;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_1.ItemIdentificationType;
import oasis.names.specification.ubl.schema.xsd.commonbasiccomponents_1.QuantityType;
import oasis.names.specification.ubl.schema.xsd.unspecializeddatatypes_1.IdentifierType;
import soapwright.veloconnect.wsdl.OrderV11;
import soapwright.veloconnect.wsdl.TransactionV10;
import soapwright.veloconnect.wsdl.Veloconnect;
import vco.CreateOrderRequest;
import vco.OrderRequestLine;
import vco.OrderResponse;
import vct10.CredentialType;
import vct10.RequestType;
import vct10.TransactionRequestType;

public class Main {
  public static void main(String[] arguments) throws Exception {
    Veloconnect service = new Veloconnect(new URL(arguments[0] + "?wsdl"));
    boolean is12 = arguments[1].equals("2");
    TransactionV10 transaction = is12 ? service.getTransactionV10Soap12() : service.getTransactionV10Soap11();
    OrderV11 order = is12 ? service.getOrderV11Soap12() : service.getOrderV11Soap11();

    System.out.println("GetStatus " + transaction.getStatus(withHead(new RequestType(), "bicycle")).getResponseCode());
    // A message in multipart/related, whatever it holds.
    MTOMFeature mtom = new MTOMFeature();
    TransactionV10 packaged = is12 ? service.getTransactionV10Soap12(mtom) : service.getTransactionV10Soap11(mtom);
    System.out.println("GetStatus in MTOM " + packaged.getStatus(withHead(new RequestType(), "bicycle")).getResponseCode());
    System.out.println("GetStatus " + transaction.getStatus(withHead(new RequestType(), "wrong")).getResponseCode());
    CreateOrderRequest create = withHead(new CreateOrderRequest(), "bicycle");
    create.getOrderRequestLine().add(line("10010", new BigDecimal("2")));
    OrderResponse created = order.createOrder(create);
    System.out.println("CreateOrder " + created.getResponseCode() + " " + created.getOrderResponseLine().get(0).getUnitPrice().getValue());
    TransactionRequestType within = withHead(new TransactionRequestType(), "bicycle");
    within.setTransactionID(created.getTransactionID());
    System.out.println("ViewOrder " + order.viewOrder(within).getStatusCode());
    System.out.println("FinishOrder " + order.finishOrder(within).getStatusCode());
    System.out.println("Rollback " + transaction.rollback(within).getResponseCode());
    create.getOrderRequestLine().set(0, line("10010", null));
    try {
      order.createOrder(create);
    } catch (SOAPFaultException fault) {
      System.out.println("Fault " + fault.getFault().getFaultCodeAsQName().getLocalPart() + " " + fault.getMessage().contains("Quantity"));
    }
  }

  private static <Request extends RequestType> Request withHead(Request request, String password) {
    request.setBuyersID(identifier("demo"));
    CredentialType credential = new CredentialType();
    credential.setPassword(password);
    request.setCredential(credential);
    return request;
  }

  private static OrderRequestLine line(String item, BigDecimal number) {
    OrderRequestLine line = new OrderRequestLine();
    ItemIdentificationType identification = new ItemIdentificationType();
    identification.setID(identifier(item));
    line.setSellersItemIdentification(identification);
    if (number != null) {
      QuantityType quantity = new QuantityType();
      quantity.setValue(number);
      quantity.setQuantityUnitCode("EA");
      line.setQuantity(quantity);
    }
    return line;
  }

  private static IdentifierType identifier(String value) {
    IdentifierType identifier = new IdentifierType();
    identifier.setValue(value);
    return identifier;
  }
}
