import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import org.apache.ws.security.WSConstants;
import org.apache.ws.security.WSEncryptionPart;
import org.apache.ws.security.WSPasswordCallback;
import org.apache.ws.security.WSSecurityEngine;
import org.apache.ws.security.WSSecurityEngineResult;
import org.apache.ws.security.components.crypto.Merlin;
import org.apache.ws.security.conversation.ConversationConstants;
import org.apache.ws.security.message.WSSecDKEncrypt;
import org.apache.ws.security.message.WSSecDKSign;
import org.apache.ws.security.message.WSSecEncrypt;
import org.apache.ws.security.message.WSSecEncryptedKey;
import org.apache.ws.security.message.WSSecHeader;
import org.apache.ws.security.message.WSSecSignature;
import org.apache.ws.security.message.WSSecSignatureConfirmation;
import org.apache.ws.security.message.WSSecTimestamp;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Messages that a key protects which both sides have: requests of WSS4J, its answers to ours, and its verdict about our answers. Requests have a key that is always
 * the same, so that the answer can be read by another run. Options: "shared", or "derived" and the version of WS-SecureConversation; the hash.
 */
class SharedKeys {
  static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes();
  static final String GCM = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
  /** WSS4J 1.6 derives keys for no other mode. */
  static final String CBC = "http://www.w3.org/2001/04/xmlenc#aes256-cbc";

  static void request(Document document, Merlin crypto, String[] options) throws Exception {
    WSSecEncryptedKey key = new WSSecEncryptedKey();
    key.setUserInfo("own");
    key.setKeyIdentifierType(WSConstants.THUMBPRINT_IDENTIFIER);
    key.setKeyEncAlgo(WSConstants.KEYTRANSPORT_RSAOEP);
    key.setSymmetricKey(new SecretKeySpec(KEY, "AES"));
    key.prepare(document, crypto);
    WSSecHeader header = new WSSecHeader();
    header.insertSecurityHeader(document);
    protect(document, header, KEY, key.getId(), null, new ArrayList<>(), options, () -> key.prependToHeader(header));
  }

  /** Verifies a request, and puts an answer in its place. */
  static Document answer(Document document, Merlin crypto, String[] options, Document answer) throws Exception {
    byte[] secret = null;
    byte[] cipher = null;
    byte[] value = null;
    for (WSSecurityEngineResult result : verify(document, crypto, null)) {
      if (result.get(WSSecurityEngineResult.TAG_ENCRYPTED_EPHEMERAL_KEY) != null) {
        secret = (byte[]) result.get(WSSecurityEngineResult.TAG_SECRET);
        cipher = (byte[]) result.get(WSSecurityEngineResult.TAG_ENCRYPTED_EPHEMERAL_KEY);
      }
      if (result.get(WSSecurityEngineResult.TAG_SIGNATURE_VALUE) != null) value = (byte[]) result.get(WSSecurityEngineResult.TAG_SIGNATURE_VALUE);
    }
    if (secret == null || value == null) throw new Exception("no key, or no signature");
    String digest = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(cipher));
    WSSecHeader header = new WSSecHeader();
    header.insertSecurityHeader(answer);
    WSSecSignatureConfirmation confirmation = new WSSecSignatureConfirmation();
    confirmation.build(answer, value, header);
    List<WSEncryptionPart> parts = new ArrayList<>(List.of(new WSEncryptionPart(confirmation.getId())));
    protect(answer, header, secret, null, digest, parts, options, () -> {});
    return answer;
  }

  /** Verifies an answer to the request that was made with the known key. */
  static List<WSSecurityEngineResult> verify(Document document, Merlin crypto, byte[] secret) throws Exception {
    CallbackHandler handler = callbacks -> {
      for (Callback callback : callbacks) {
        if (secret == null) ((WSPasswordCallback) callback).setPassword("secret");
        else ((WSPasswordCallback) callback).setKey(secret);
      }
    };
    List<WSSecurityEngineResult> results = new WSSecurityEngine().processSecurityHeader(document, null, handler, crypto);
    if (results == null || results.isEmpty()) throw new Exception("nothing was verified");
    return results;
  }

  /** Signs, then encrypts; each header goes before those that are there, the key first of all. */
  static void protect(
      Document document, WSSecHeader header, byte[] secret, String id, String digest, List<WSEncryptionPart> more, String[] options, Runnable addKey)
      throws Exception {
    WSSecTimestamp timestamp = new WSSecTimestamp();
    timestamp.build(document, header);
    String soap = document.getDocumentElement().getNamespaceURI();
    List<WSEncryptionPart> parts = new ArrayList<>(more);
    parts.add(new WSEncryptionPart("Body", soap, ""));
    parts.add(new WSEncryptionPart(timestamp.getId()));
    List<WSEncryptionPart> body = List.of(new WSEncryptionPart("Body", soap, "Content"));
    String method = "http://www.w3.org/2001/04/xmldsig-more#hmac-" + options[1];
    if (options[0].equals("shared")) {
      WSSecSignature signature = new WSSecSignature();
      if (id != null) {
        signature.setKeyIdentifierType(WSConstants.CUSTOM_SYMM_SIGNING);
        signature.setCustomTokenId(id);
        signature.setCustomTokenValueType(WSConstants.WSS_ENC_KEY_VALUE_TYPE);
      } else {
        signature.setKeyIdentifierType(WSConstants.ENCRYPTED_KEY_SHA1_IDENTIFIER);
        signature.setEncrKeySha1value(digest);
      }
      signature.setSecretKey(secret);
      signature.setSignatureAlgorithm(method);
      signature.setDigestAlgo("http://www.w3.org/2001/04/xmlenc#sha256");
      signature.setParts(parts);
      signature.build(document, null, header);
      WSSecEncrypt encrypt = new WSSecEncrypt();
      encrypt.setKeyIdentifierType(id == null ? WSConstants.ENCRYPTED_KEY_SHA1_IDENTIFIER : WSConstants.CUSTOM_SYMM_SIGNING);
      encrypt.setSymmetricEncAlgorithm(GCM);
      encrypt.setSymmetricKey(new SecretKeySpec(secret, "AES"));
      encrypt.setEncryptSymmKey(false);
      encrypt.setDocument(document);
      encrypt.setCustomReferenceValue(id == null ? digest : WSConstants.WSS_ENC_KEY_VALUE_TYPE);
      if (id != null) encrypt.setEncKeyId(id);
      Element list = encrypt.encryptForExternalRef(null, body);
      encrypt.addExternalRefElement(list, header);
    } else {
      int version = options[2].equals("1.3") ? ConversationConstants.VERSION_05_12 : ConversationConstants.VERSION_05_02;
      Element reference = id == null ? digestReference(document, digest) : null;
      WSSecDKSign signature = new WSSecDKSign();
      signature.setWscVersion(version);
      signature.setSignatureAlgorithm(method);
      signature.setDigestAlgorithm("http://www.w3.org/2001/04/xmlenc#sha256");
      signature.setDerivedKeyLength(24);
      signature.setCustomValueType(WSConstants.WSS_ENC_KEY_VALUE_TYPE);
      if (reference == null) signature.setExternalKey(secret, id);
      else signature.setExternalKey(secret, (Element) reference.cloneNode(true));
      signature.setParts(parts);
      signature.build(document, header);
      WSSecDKEncrypt encrypt = new WSSecDKEncrypt();
      encrypt.setWscVersion(version);
      encrypt.setSymmetricEncAlgorithm(CBC);
      encrypt.setDerivedKeyLength(32);
      encrypt.setCustomValueType(WSConstants.WSS_ENC_KEY_VALUE_TYPE);
      if (reference == null) encrypt.setExternalKey(secret, id);
      else encrypt.setExternalKey(secret, (Element) reference.cloneNode(true));
      encrypt.setParts(body);
      encrypt.build(document, header);
    }
    addKey.run();
  }

  static Element digestReference(Document document, String digest) {
    String wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    String wsse11 = "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd";
    Element reference = document.createElementNS(wsse, "wsse:SecurityTokenReference");
    reference.setAttributeNS(wsse11, "wsse11:TokenType", WSConstants.WSS_ENC_KEY_VALUE_TYPE);
    Element identifier = document.createElementNS(wsse, "wsse:KeyIdentifier");
    identifier.setAttribute("ValueType", "http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#EncryptedKeySHA1");
    identifier.setAttribute("EncodingType", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary");
    identifier.setTextContent(digest);
    reference.appendChild(identifier);
    return reference;
  }
}
