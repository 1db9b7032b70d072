"""A client of zeep that reads answers in multipart/related. Arguments: the WSDL, the address. Prints a line an answer."""
import sys

from zeep import Client

wsdl, address = sys.argv[1:]
client = Client(wsdl)
service = client.create_service("{urn:photo}PhotoBinding", address)

octets = bytes(at * 31 % 256 for at in range(1_000_000))
pack = service.keep(name="x", data=octets)
print("root", pack.root.name, pack.root.data == octets)
for attachment in pack.attachments:
    print("attachment", attachment.content_id, attachment.content_type, attachment.content)
