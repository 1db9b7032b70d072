// A client of what Axis 1.4 makes of an rpc/encoded contract. Argument: the address. Prints a line an answer.

import enc.Echo_ServiceLocator;
import enc.Employee;
import enc.Encoded11Stub;
import enc.Full;
import enc.Late;
import enc.Person;
import java.math.BigDecimal;
import java.net.URL;
import java.util.Arrays;
import java.util.Hashtable;
import javax.activation.DataHandler;
import org.apache.axis.AxisEngine;
import org.apache.axis.MessageContext;
import org.apache.axis.attachments.AttachmentPart;
import org.apache.axis.message.SOAPHeaderElement;
import org.apache.axis.transport.http.HTTPConstants;

public class Client {
  public static void main(String[] arguments) throws Exception {
    Encoded11Stub echo = (Encoded11Stub) new Echo_ServiceLocator().getEcho(new URL(arguments[0]));
    echo.setTimeout(120_000);
    System.out.println("string " + echo.echoString("gr\u00f6\u00dfer <&>"));
    System.out.println("null " + echo.echoString(null));
    Person ann = new Person("Ann", 30, null);
    Person bob = new Person("Bob", 31, ann);
    // Axis writes objects beside the message, once each, and refers to them.
    System.out.println("person " + described(echo.echoPerson(bob)));
    System.out.println("employee " + ((Employee) echo.echoPerson(new Employee("Eve", 40, ann, new BigDecimal("10.50")))).getSalary());
    StringBuilder names = new StringBuilder();
    for (Person each : echo.echoPeople(new Person[] {ann, bob, ann})) names.append(" ").append(described(each));
    System.out.println("people" + names);
    System.out.println("strings " + Arrays.toString(echo.echoStrings(new String[] {"a", null, ""})));
    System.out.println("matrix " + Arrays.deepToString(echo.echoMatrix(new int[][] {{1, 2}, {3}})));
    echo._setProperty(AxisEngine.PROP_TWOD_ARRAY_ENCODING, Boolean.TRUE);
    System.out.println("rectangle " + Arrays.deepToString(echo.echoMatrix(new int[][] {{1, 2, 3}, {4, 5, 6}})));
    System.out.println("grid " + Arrays.deepToString(echo.echoGrid(new int[][] {{1, 2}, {3, 4}, {5, 6}})));
    echo.setHeader(new SOAPHeaderElement("urn:encoded", "session", bob));
    System.out.println("header " + echo.book("x") + " " + described((Person) echo.getResponseHeaders()[0].getObjectValue(Person.class)));
    echo.clearHeaders();
    try {
      echo.book("full");
    } catch (Full full) {
      System.out.println("full " + full.getFree() + " " + described(full.getWaiting()[0]));
    }
    try {
      echo.book("late");
    } catch (Late late) {
      System.out.println("late " + late.getDays());
    }
    // With today's JavaMail Axis sends some bytes more than its Content-Length says; in chunks it says none.
    Hashtable<String, String> headers = new Hashtable<>();
    headers.put(HTTPConstants.HEADER_TRANSFER_ENCODING, HTTPConstants.HEADER_TRANSFER_ENCODING_CHUNKED);
    echo._setProperty(MessageContext.HTTP_TRANSPORT_VERSION, HTTPConstants.HEADER_PROTOCOL_V11);
    echo._setProperty(HTTPConstants.REQUEST_HEADERS, headers);
    echo.addAttachment(new AttachmentPart(new DataHandler("of Axis", "text/plain")));
    System.out.println("attached " + echo.echoString("x"));
    AttachmentPart attached = (AttachmentPart) echo.getAttachments()[0];
    System.out.println("attachment " + attached.getContentType() + " " + new String(attached.getDataHandler().getInputStream().readAllBytes()));
  }

  private static String described(Person person) {
    return person == null ? "nobody" : person.getName() + "," + person.getAge() + "," + described(person.getFriend());
  }
}
