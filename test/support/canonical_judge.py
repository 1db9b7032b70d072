# Canonical forms by libxml2: lines of "algorithm, prefixes, -1, document in base64", answered in base64.
import base64, io, sys
from lxml import etree

for line in sys.stdin:
    algorithm, prefixes, _, document = line.rstrip("\n").split("\t")
    parser = etree.XMLParser(load_dtd=True, attribute_defaults=True, resolve_entities=True, no_network=True, strip_cdata=True)
    tree = etree.parse(io.BytesIO(base64.b64decode(document)), parser)
    output = io.BytesIO()
    names = [name for name in prefixes.split(" ") if name]
    exclusive = "exc" in algorithm
    tree.write_c14n(output, exclusive=exclusive, with_comments=algorithm.endswith("WithComments"), inclusive_ns_prefixes=names if exclusive else None)
    print(base64.b64encode(output.getvalue()).decode())
