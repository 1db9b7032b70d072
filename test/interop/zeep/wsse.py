# Signs envelopes as zeep does, and verifies ours. Arguments: key, certificate. Lines of "kind, envelope in base64"; answers in base64, or "! problem".
import base64, sys
from lxml import etree
import xmlsec
from zeep.wsse.signature import BinarySignature, Signature
from zeep.wsse.utils import WSU, get_security_header
from datetime import datetime, timedelta, timezone

methods = {"signature_method": xmlsec.Transform.RSA_SHA256, "digest_method": xmlsec.Transform.SHA256}
for line in sys.stdin:
    kind, text = line.rstrip("\n").split("\t")
    envelope = etree.fromstring(base64.b64decode(text))
    try:
        if kind == "verify":
            Signature(sys.argv[1], sys.argv[2]).verify(envelope)
        else:
            now = datetime.now(timezone.utc)
            timestamp = WSU.Timestamp(WSU.Created(now.isoformat()), WSU.Expires((now + timedelta(minutes=5)).isoformat()))
            get_security_header(envelope).append(timestamp)
            signature = BinarySignature if kind == "token" else Signature
            signature(sys.argv[1], sys.argv[2], **(methods if kind != "old" else {})).apply(envelope, {})
        print(base64.b64encode(etree.tostring(envelope)).decode())
    except Exception as problem:
        print("!", type(problem).__name__, problem)
