import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.security.auth.callback.Callback;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.ws.security.WSConstants;
import org.apache.ws.security.WSEncryptionPart;
import org.apache.ws.security.WSPasswordCallback;
import org.apache.ws.security.WSSConfig;
import org.apache.ws.security.WSSecurityEngine;
import org.apache.ws.security.WSSecurityEngineResult;
import org.apache.ws.security.components.crypto.Merlin;
import org.apache.ws.security.message.WSSecEncrypt;
import org.apache.ws.security.message.WSSecHeader;
import org.apache.ws.security.message.WSSecSignature;
import org.apache.ws.security.message.WSSecTimestamp;
import org.w3c.dom.Document;

/**
 * Secures envelopes by WSS4J and verifies ours. Lines of "sign|encrypt|verify|request|answer|check|endorse|endorsed, options, envelope in base64" on the standard input; answers in
 * base64, or "! problem". Arguments: key and certificate in PEM.
 */
public class Wss4j {
  public static void main(String[] arguments) throws Exception {
    WSSConfig.init();
    Merlin crypto = cryptoOf(Path.of(arguments[0]), Path.of(arguments[1]));
    String input = new String(System.in.readAllBytes(), StandardCharsets.US_ASCII);
    for (String line : input.split("\n")) {
      String[] fields = line.split("\t", -1);
      Document document = parse(Base64.getDecoder().decode(fields[2]));
      try {
        if (fields[0].equals("verify")) verify(document, crypto);
        else if (fields[0].equals("request")) SharedKeys.request(document, crypto, fields[1].split(" "));
        else if (fields[0].equals("answer")) document = SharedKeys.answer(document, crypto, fields[1].split(" "), parse(Base64.getDecoder().decode(fields[1].split(" ")[3])));
        else if (fields[0].equals("check")) SharedKeys.verify(document, crypto, SharedKeys.KEY);
        else if (fields[0].equals("endorse")) Endorsing.request(document, crypto, fields[1].split(" "));
        else if (fields[0].equals("endorsed")) Endorsing.verify(document, crypto);
        else if (fields[0].equals("encrypt")) encrypt(document, crypto, fields[1].split(" "));
        else sign(document, crypto, fields[1].split(" "));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document), new StreamResult(output));
        System.out.println(Base64.getEncoder().encodeToString(output.toByteArray()));
      } catch (Exception problem) {
        System.out.println("! " + problem + " " + problem.getCause());
      }
    }
  }

  static Merlin cryptoOf(Path key, Path certificate) throws Exception {
    String pem = Files.readString(key).replaceAll("-----[^-]*-----|\\s", "");
    PKCS8EncodedKeySpec specification = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem));
    Certificate own = CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(certificate));
    PrivateKey privateKey = KeyFactory.getInstance(own.getPublicKey().getAlgorithm()).generatePrivate(specification);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("own", privateKey, "secret".toCharArray(), new Certificate[] {own});
    Merlin crypto = new Merlin();
    crypto.setKeyStore(store);
    crypto.setTrustStore(store);
    return crypto;
  }

  static Document parse(byte[] octets) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(octets));
  }

  /** Options: kind of key identifier, signature algorithm, digest, parts. */
  static void sign(Document document, Merlin crypto, String[] options) throws Exception {
    WSSecHeader header = new WSSecHeader();
    header.insertSecurityHeader(document);
    WSSecTimestamp timestamp = new WSSecTimestamp();
    timestamp.build(document, header);
    WSSecSignature signature = new WSSecSignature();
    signature.setUserInfo("own", "secret");
    signature.setKeyIdentifierType(identifierOf(options[0]));
    signature.setSignatureAlgorithm(options[1]);
    signature.setDigestAlgo(options[2]);
    String soap = document.getDocumentElement().getNamespaceURI();
    List<WSEncryptionPart> parts = new ArrayList<>();
    parts.add(new WSEncryptionPart("Body", soap, ""));
    parts.add(new WSEncryptionPart(timestamp.getId()));
    if (options.length > 3) parts.add(new WSEncryptionPart(options[3], null, "Content"));
    signature.setParts(parts);
    signature.build(document, crypto, header);
  }

  /** Options: kind of key identifier, algorithm of the content, algorithm of the key. */
  static void encrypt(Document document, Merlin crypto, String[] options) throws Exception {
    WSSecHeader header = new WSSecHeader();
    header.insertSecurityHeader(document);
    WSSecEncrypt encrypt = new WSSecEncrypt();
    encrypt.setUserInfo("own");
    encrypt.setKeyIdentifierType(identifierOf(options[0]));
    encrypt.setSymmetricEncAlgorithm(options[1]);
    encrypt.setKeyEnc(options[2]);
    encrypt.build(document, crypto, header);
  }

  static int identifierOf(String name) {
    switch (name) {
      case "token": return WSConstants.BST_DIRECT_REFERENCE;
      case "keyIdentifier": return WSConstants.SKI_KEY_IDENTIFIER;
      case "thumbprint": return WSConstants.THUMBPRINT_IDENTIFIER;
      case "issuerSerial": return WSConstants.ISSUER_SERIAL;
      default: return WSConstants.X509_KEY_IDENTIFIER;
    }
  }

  static void verify(Document document, Merlin crypto) throws Exception {
    List<WSSecurityEngineResult> results = new WSSecurityEngine().processSecurityHeader(document, null, callbacks -> {
      for (Callback callback : callbacks) ((WSPasswordCallback) callback).setPassword("secret");
    }, crypto);
    if (results == null || results.isEmpty()) throw new Exception("nothing was verified");
  }
}
