// Axis 1.4's own small server. Argument: the deployment descriptor of WSDL2Java. Prints its port, and ends with its input.

import java.net.ServerSocket;
import org.apache.axis.client.AdminClient;
import org.apache.axis.transport.http.SimpleAxisServer;

public class Host {
  public static void main(String[] arguments) throws Exception {
    SimpleAxisServer server = new SimpleAxisServer();
    ServerSocket socket = new ServerSocket(0);
    server.setServerSocket(socket);
    server.start(true);
    int port = socket.getLocalPort();
    new AdminClient().process(new String[] {"-lhttp://127.0.0.1:" + port + "/axis/services/AdminService", arguments[0]});
    System.out.println("port " + port);
    while (System.in.read() >= 0);
    System.exit(0);
  }
}
