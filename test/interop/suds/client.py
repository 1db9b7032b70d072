# Calls an rpc/encoded service through suds. Arguments: the WSDL, the address. Prints a line an answer.
import sys

from suds import WebFault
from suds.client import Client

client = Client("file://" + sys.argv[1], location=sys.argv[2], cache=None, timeout=120)
service = client.service


def person(name, age, friend=None):
    made = client.factory.create("{urn:encoded}Person")
    made.name, made.age, made.friend = name, age, friend
    return made


def described(each):
    return "nobody" if each is None or not hasattr(each, "name") else "%s,%s,%s" % (each.name, each.age, described(each.friend))


print("string", service.echoString("größer <&>"))
print("person", described(service.echoPerson(person("Bob", 31, person("Ann", 30)))))
try:
    service.book("late")
except WebFault as fault:
    print("late", fault.fault.detail.fault.days)
