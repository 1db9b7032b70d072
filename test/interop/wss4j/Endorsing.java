import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.apache.ws.security.WSConstants;
import org.apache.ws.security.WSEncryptionPart;
import org.apache.ws.security.WSSecurityEngineResult;
import org.apache.ws.security.components.crypto.Merlin;
import org.apache.ws.security.message.WSSecEncrypt;
import org.apache.ws.security.message.WSSecEncryptedKey;
import org.apache.ws.security.message.WSSecHeader;
import org.apache.ws.security.message.WSSecSignature;
import org.apache.ws.security.message.WSSecTimestamp;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Messages with a second signature over the first one, with signed tokens, and with encrypted signatures: those of WSS4J, and its verdict about ours. */
class Endorsing {
  static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";

  /** Options: "certificates" or "shared ..." as for shared keys; then "protect", "encrypt", "signedToken". */
  static void request(Document document, Merlin crypto, String[] options) throws Exception {
    List<String> wanted = Arrays.asList(options);
    WSSecHeader header = new WSSecHeader();
    header.insertSecurityHeader(document);
    WSSecSignature second = signer(WSConstants.BST_DIRECT_REFERENCE);
    second.prepare(document, crypto, header);
    List<WSEncryptionPart> more = new ArrayList<>();
    if (wanted.contains("signedToken")) {
      second.prependBSTElementToHeader(header);
      more.add(new WSEncryptionPart(second.getBSTTokenId()));
    }
    if (options[0].equals("shared") || options[0].equals("derived")) {
      WSSecEncryptedKey key = new WSSecEncryptedKey();
      key.setUserInfo("own");
      key.setKeyIdentifierType(WSConstants.THUMBPRINT_IDENTIFIER);
      key.setKeyEncAlgo(WSConstants.KEYTRANSPORT_RSAOEP);
      key.setSymmetricKey(new SecretKeySpec(SharedKeys.KEY, "AES"));
      key.prepare(document, crypto);
      SharedKeys.protect(document, header, SharedKeys.KEY, key.getId(), null, more, options, () -> {});
      endorse(document, header, second, firstIn(header), wanted);
      key.prependToHeader(header);
      return;
    }
    WSSecTimestamp timestamp = new WSSecTimestamp();
    timestamp.build(document, header);
    WSSecSignature first = signer(WSConstants.BST_DIRECT_REFERENCE);
    first.prepare(document, crypto, header);
    String soap = document.getDocumentElement().getNamespaceURI();
    more.add(new WSEncryptionPart("Body", soap, ""));
    more.add(new WSEncryptionPart(timestamp.getId()));
    if (wanted.contains("protect")) {
      first.prependBSTElementToHeader(header);
      more.add(new WSEncryptionPart(first.getBSTTokenId()));
    }
    first.computeSignature(first.addReferencesToSign(more, header), true, null);
    if (!wanted.contains("protect")) first.prependBSTElementToHeader(header);
    endorse(document, header, second, first.getId(), wanted);
    if (!wanted.contains("encrypt")) return;
    WSSecEncrypt encrypt = new WSSecEncrypt();
    encrypt.setUserInfo("own");
    encrypt.setKeyIdentifierType(WSConstants.THUMBPRINT_IDENTIFIER);
    encrypt.setSymmetricEncAlgorithm(SharedKeys.GCM);
    encrypt.setKeyEnc(WSConstants.KEYTRANSPORT_RSAOEP);
    encrypt.setParts(List.of(new WSEncryptionPart("Body", soap, "Content"), new WSEncryptionPart(first.getId(), "Element")));
    encrypt.build(document, crypto, header);
  }

  static void endorse(Document document, WSSecHeader header, WSSecSignature second, String first, List<String> wanted) throws Exception {
    List<WSEncryptionPart> parts = new ArrayList<>(List.of(new WSEncryptionPart(first)));
    if (wanted.contains("protect")) parts.add(new WSEncryptionPart(second.getBSTTokenId()));
    boolean isThere = wanted.contains("signedToken");
    if (!isThere && wanted.contains("protect")) second.prependBSTElementToHeader(header);
    second.computeSignature(second.addReferencesToSign(parts, header), true, null);
    if (!isThere && !wanted.contains("protect")) second.prependBSTElementToHeader(header);
  }

  static WSSecSignature signer(int identifier) {
    WSSecSignature signature = new WSSecSignature();
    signature.setUserInfo("own", "secret");
    signature.setKeyIdentifierType(identifier);
    signature.setSignatureAlgorithm("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");
    signature.setDigestAlgo(SHA256);
    return signature;
  }

  static String firstIn(WSSecHeader header) {
    Element signature = (Element) header.getSecurityHeader().getElementsByTagNameNS("http://www.w3.org/2000/09/xmldsig#", "Signature").item(0);
    return signature.getAttribute("Id");
  }

  /** Verifies a message, which must have two signatures. */
  static void verify(Document document, Merlin crypto) throws Exception {
    int signatures = 0;
    for (WSSecurityEngineResult result : SharedKeys.verify(document, crypto, null)) {
      if (result.get(WSSecurityEngineResult.TAG_SIGNATURE_VALUE) != null) signatures++;
    }
    if (signatures != 2) throw new Exception(signatures + " signatures were verified");
  }
}
