import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;

/** Validates a document against a schema for as long as it is asked to: a line in is a sample, a line out its bytes in a second of CPU time. */
class JdkValidator {
  public static void main(String[] args) throws Exception {
    byte[] document = Files.readAllBytes(Path.of(args[1]));
    Validator validator = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(Path.of(args[0]).toFile()).newValidator();
    sample(validator, document, 6);
    System.out.println("ready");
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    while (lines.readLine() != null) System.out.println(sample(validator, document, 0.2));
  }

  private static double sample(Validator validator, byte[] document, double seconds) throws Exception {
    var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long start = system.getProcessCpuTime();
    long bytes = 0;
    double used;
    do {
      validator.validate(new StreamSource(new ByteArrayInputStream(document)));
      bytes += document.length;
      used = (system.getProcessCpuTime() - start) / 1e9;
    } while (used < seconds);
    return bytes / used;
  }
}
