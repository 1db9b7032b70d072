# Signs assertions of SAML and messages by xmlsec, and verifies those in envelopes ("verify") and the envelopes ("holds"). Arguments: key, certificate. Lines of "kind, document in base64"; answers in base64, or "! problem".
import base64, sys
from lxml import etree
import xmlsec

WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
DS = "http://www.w3.org/2000/09/xmldsig#"


def register(context, root):
    for node in root.iter():
        if node.get("{%s}Id" % WSU):
            context.register_id(node, "Id", WSU)


def sign_message(context, root):
    security = root.find(".//{%s}Security" % WSSE)
    signature = xmlsec.template.create(root, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256)
    for number, node in enumerate([root[-1], root.find(".//{%s}Timestamp" % WSU)]):
        node.set("{%s}Id" % WSU, "part-%d" % number)
        reference = xmlsec.template.add_reference(signature, xmlsec.Transform.SHA256, uri="#part-%d" % number)
        xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
    xmlsec.template.x509_data_add_certificate(xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(signature)))
    security.append(signature)
    register(context, root)
    context.sign(signature)


for line in sys.stdin:
    kind, text = line.rstrip("\n").split("\t")
    root = etree.fromstring(base64.b64decode(text))
    xmlsec.tree.add_ids(root, ["ID", "AssertionID"])
    key = xmlsec.Key.from_file(sys.argv[1], xmlsec.KeyFormat.PEM)
    key.load_cert_from_file(sys.argv[2], xmlsec.KeyFormat.PEM)
    context = xmlsec.SignatureContext()
    context.key = key
    try:
        if kind == "verify":
            context.verify(xmlsec.tree.find_node(root, xmlsec.Node.SIGNATURE))
        elif kind == "holds":
            register(context, root)
            context.verify(root.find(".//{%s}Security/{%s}Signature" % (WSSE, DS)))
        elif kind == "message":
            sign_message(context, root)
        else:
            signature = xmlsec.template.create(root, xmlsec.Transform.EXCL_C14N, getattr(xmlsec.Transform, "RSA_" + kind))
            identifier = root.get("ID") or root.get("AssertionID")
            reference = xmlsec.template.add_reference(signature, getattr(xmlsec.Transform, kind), uri="#" + identifier)
            xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
            xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
            xmlsec.template.x509_data_add_certificate(xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(signature)))
            root.insert(1 if root.get("ID") else len(root), signature)
            context.sign(signature)
        print(base64.b64encode(etree.tostring(root)).decode())
    except Exception as problem:
        print("!", type(problem).__name__, problem)
