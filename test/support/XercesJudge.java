import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXParseException;

/**
 * The JDK's validator as a judge: one request a line on standard input, one answer a line on standard output, fields divided by tabs.
 *
 *   schemaFiles path...        makes these files the schema
 *   schemaText base64          makes this text the schema
 *   instanceFile path          validates a file
 *   instanceText base64        validates a text
 *
 * Answers: "valid", or "invalid" with the keys of all messages ("cvc-elt.1", "XML" for what is not well-formed), then the first message,
 * then its place as line:column.
 */
final class XercesJudge {
  private static Schema schema;

  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ENGLISH);
    for (String limit : new String[] {"maxOccurLimit", "entityExpansionLimit", "elementAttributeLimit", "totalEntitySizeLimit"}) {
      System.setProperty("jdk.xml." + limit, "0");
    }
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      answers.println(answer(line.split("\t")));
      answers.flush();
    }
  }

  private static String answer(String[] request) {
    Messages messages = new Messages();
    try {
      switch (request[0]) {
        case "schemaFiles" -> makeSchema(files(request), messages);
        case "schemaText" -> makeSchema(new Source[] {text(request[1])}, messages);
        case "instanceFile" -> validate(new StreamSource(new File(request[1])), messages);
        case "instanceText" -> validate(text(request[1]), messages);
        default -> throw new IllegalArgumentException(request[0]);
      }
    } catch (Exception | StackOverflowError error) {
      messages.add(error.getMessage());
    }
    return messages.answer();
  }

  private static Source[] files(String[] request) {
    Source[] sources = new Source[request.length - 1];
    for (int index = 1; index < request.length; index++) sources[index - 1] = new StreamSource(new File(request[index]));
    return sources;
  }

  private static Source text(String base64) {
    return new StreamSource(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
  }

  private static void makeSchema(Source[] sources, Messages messages) throws Exception {
    schema = null;
    SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    factory.setErrorHandler(messages);
    schema = factory.newSchema(sources);
  }

  private static void validate(Source source, Messages messages) throws Exception {
    if (schema == null) throw new IllegalStateException("there is no schema");
    Validator validator = schema.newValidator();
    validator.setErrorHandler(messages);
    validator.validate(source);
  }

  private static final class Messages implements ErrorHandler {
    private final Set<String> keys = new LinkedHashSet<>();
    private String first;
    private String place = "";

    void add(SAXParseException exception) {
      if (first == null) place = exception.getLineNumber() + ":" + exception.getColumnNumber();
      add(exception.getMessage());
    }

    void add(String message) {
      String text = message == null ? "no message" : message.replaceAll("\\s+", " ");
      int colon = text.indexOf(':');
      String prefix = colon < 0 ? "" : text.substring(0, colon);
      keys.add(prefix.matches("[A-Za-z0-9_.-]+") ? prefix : "XML");
      if (first == null) first = text;
    }

    String answer() {
      if (keys.isEmpty()) return "valid";
      List<String> fields = new ArrayList<>(List.of("invalid", String.join(" ", keys), first, place));
      return String.join("\t", fields);
    }

    @Override
    public void warning(SAXParseException exception) {
      // Warnings are no verdicts.
    }

    @Override
    public void error(SAXParseException exception) {
      add(exception);
    }

    @Override
    public void fatalError(SAXParseException exception) {
      add(exception);
    }
  }
}
