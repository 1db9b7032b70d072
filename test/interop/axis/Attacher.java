// Axis 1.4 sends and takes parts that a contract attaches. With an address: calls it, and prints a line an answer. Without: serves, prints its port,
// and ends with its input. Its generated stubs write references into the body instead, so messages are made by hand.

import java.io.ByteArrayInputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Iterator;
import javax.activation.DataHandler;
import javax.mail.util.ByteArrayDataSource;
import org.apache.axis.Message;
import org.apache.axis.MessageContext;
import org.apache.axis.attachments.AttachmentPart;
import org.apache.axis.client.AdminClient;
import org.apache.axis.client.Call;
import org.apache.axis.message.SOAPBodyElement;
import org.apache.axis.message.SOAPEnvelope;
import org.apache.axis.transport.http.HTTPConstants;
import org.apache.axis.transport.http.SimpleAxisServer;
import org.apache.axis.utils.XMLUtils;

public class Attacher {
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0) call(arguments[0]);
    else serve();
    System.exit(0);
  }

  private static void call(String address) throws Exception {
    for (boolean named : new boolean[] {true, false}) {
      Call call = new Call(address);
      // With today's JavaMail Axis sends some bytes more than its Content-Length says; in chunks it says none.
      Hashtable<String, String> headers = new Hashtable<>();
      headers.put(HTTPConstants.HEADER_TRANSFER_ENCODING, HTTPConstants.HEADER_TRANSFER_ENCODING_CHUNKED);
      call.setProperty(MessageContext.HTTP_TRANSPORT_VERSION, HTTPConstants.HEADER_PROTOCOL_V11);
      call.setProperty(HTTPConstants.REQUEST_HEADERS, headers);
      call.setUseSOAPAction(true);
      call.setSOAPActionURI("");
      AttachmentPart picture = part("picture", "image/png");
      AttachmentPart note = part("a note", "text/plain");
      if (named) picture.setContentId("picture=1@axis.example");
      if (named) note.setContentId("note=1@axis.example");
      // The order does not count where names say what is what.
      call.addAttachmentPart(named ? note : picture);
      call.addAttachmentPart(named ? picture : note);
      call.invoke(envelope("title", "x"));
      Message answer = call.getResponseMessage();
      System.out.print(answer.getSOAPEnvelope().getFirstBody().getValue());
      for (Iterator<?> parts = answer.getAttachments(); parts.hasNext(); ) System.out.print(" " + described((AttachmentPart) parts.next()));
      System.out.println();
    }
  }

  private static AttachmentPart part(String content, String type) throws Exception {
    return new AttachmentPart(new DataHandler(new ByteArrayDataSource(content.getBytes("UTF-8"), type)));
  }

  private static String described(AttachmentPart part) throws Exception {
    return part.getContentType() + " " + new String(part.getDataHandler().getInputStream().readAllBytes(), "UTF-8");
  }

  private static SOAPEnvelope envelope(String name, String text) throws Exception {
    String body = "<t:" + name + " xmlns:t=\"urn:photo\">" + text + "</t:" + name + ">";
    String xml = "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body>" + body + "</e:Body></e:Envelope>";
    return new SOAPEnvelope(new ByteArrayInputStream(xml.getBytes("UTF-8")));
  }

  /** The operation of the server, in Axis's style "message". */
  public void add(SOAPEnvelope request, SOAPEnvelope response) throws Exception {
    Message received = MessageContext.getCurrentContext().getRequestMessage();
    StringBuilder kept = new StringBuilder(request.getFirstBody().getValue());
    Message answer = MessageContext.getCurrentContext().getResponseMessage();
    for (Iterator<?> parts = received.getAttachments(); parts.hasNext(); ) {
      AttachmentPart part = (AttachmentPart) parts.next();
      kept.append(", ").append(part.getContentId().replaceAll("=.*", "")).append(" ").append(described(part));
      if (part.getContentType().startsWith("image/")) {
        AttachmentPart thumbnail = part("thumbnail", "image/png");
        answer.addAttachmentPart(thumbnail);
      }
    }
    String xml = "<t:kept xmlns:t=\"urn:photo\">" + kept + "</t:kept>";
    response.getBody().addChildElement(new SOAPBodyElement(XMLUtils.newDocument(new ByteArrayInputStream(xml.getBytes("UTF-8"))).getDocumentElement()));
  }

  private static void serve() throws Exception {
    SimpleAxisServer server = new SimpleAxisServer();
    ServerSocket socket = new ServerSocket(0);
    server.setServerSocket(socket);
    server.start(true);
    int port = socket.getLocalPort();
    String descriptor = "<deployment xmlns='http://xml.apache.org/axis/wsdd/' xmlns:java='http://xml.apache.org/axis/wsdd/providers/java'>"
        + "<service name='Photos' provider='java:MSG' style='message' use='literal'><parameter name='className' value='Attacher'/>"
        + "<parameter name='allowedMethods' value='add'/></service></deployment>";
    Path file = Files.createTempFile("deploy", ".wsdd");
    Files.writeString(file, descriptor);
    new AdminClient().process(new String[] {"-lhttp://127.0.0.1:" + port + "/axis/services/AdminService", file.toString()});
    Files.delete(file);
    System.out.println("port " + port);
    while (System.in.read() >= 0);
  }
}
