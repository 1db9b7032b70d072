import com.sun.org.apache.xml.internal.security.Init;
import com.sun.org.apache.xml.internal.security.c14n.Canonicalizer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.util.Base64;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Canonical forms by the JDK: lines of "algorithm, prefixes, index of an element or -1, document in base64", answered in base64. */
public class CanonicalJudge {
  public static void main(String[] arguments) throws Exception {
    Init.init();
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setCoalescing(true);
    BufferedReader reader = new BufferedReader(new InputStreamReader(System.in));
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      String[] fields = line.split("\t", -1);
      Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(Base64.getDecoder().decode(fields[3])));
      NodeList elements = document.getElementsByTagName("*");
      int index = Integer.parseInt(fields[2]);
      Node node = index < 0 ? document : elements.item(index);
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      Canonicalizer canonicalizer = Canonicalizer.getInstance(fields[0]);
      if (fields[1].isEmpty()) canonicalizer.canonicalizeSubtree(node, output);
      else canonicalizer.canonicalizeSubtree(node, fields[1], output);
      System.out.println(Base64.getEncoder().encodeToString(output.toByteArray()));
    }
  }
}
