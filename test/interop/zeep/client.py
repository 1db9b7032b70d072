"""A client of zeep, which makes itself of our WSDL. Arguments: address, SOAP version (11 or 12). Prints one JSON object."""
import json
import sys

from zeep import Client
from zeep.exceptions import Fault

address, version = sys.argv[1:]
client = Client(address + "?wsdl")
head = {"BuyersID": "demo", "Credential": {"Password": "bicycle"}}


def port(name):
    return client.bind("Veloconnect", f"{name}Soap{version}")


def line(item, quantity, unit):
    return {"SellersItemIdentification": {"ID": item}, "Quantity": {"_value_1": quantity, "quantityUnitCode": unit}}


order, transaction = port("OrderV1_1"), port("TransactionV1_0")
lines = [line("10010", 2, "EA"), line("unheard-of", 1, "EA")]
created = order.CreateOrder(**head, OrderRequestLine=lines, IsTest=True)
within = {**head, "TransactionID": created.TransactionID}
updated = order.UpdateOrder(**within, OrderRequestLine=[line("30.40-L", "7.5", "MTR")], IsTest=True)
viewed = order.ViewOrder(**within, IsTest=True)
mixed = order.ViewOrder(**within)
finished = order.FinishOrder(**within, IsTest=True)
other = order.CreateOrder(**head, OrderRequestLine=lines[:1])
rolled_back = transaction.Rollback(**head, TransactionID=other.TransactionID)
gone = transaction.GetStatus(**head, TransactionID=other.TransactionID)
try:
    order.CreateOrder(**head, OrderRequestLine=[line("10010", "many", "EA")])
    fault = None
except Fault as caught:
    fault = {"code": caught.code.split(":")[-1], "issues": [issue.get("path") for issue in caught.detail]}

print(json.dumps({
    "services": len(client.wsdl.services["Veloconnect"].ports),
    "profiles": [port(f"ProfileV1_{revision}").GetProfile(**head).SellerName._value_1 for revision in "1456"],
    "created": [created.ResponseCode, created.StatusCode, len(created.OrderResponseLine), created.ItemUnknown[0].SellersItemIdentification.ID._value_1],
    "updated": [str(each.Quantity._value_1) for each in updated.OrderResponseLine],
    "viewed": [viewed.ResponseCode, str(viewed.OrderResponseLine[1].UnitPrice._value_1), viewed.IsTest],
    "mixed": mixed.ResponseCode,
    "finished": [finished.ResponseCode, finished.StatusCode, finished.OrderHeader.OrderID[:5]],
    "statuses": [port(f"TransactionV1_{revision}").GetStatus(**within).TransactionStatus[0].StatusCode for revision in "046"],
    "rolledBack": [rolled_back.ResponseCode, rolled_back.StatusCode],
    "gone": [gone.ResponseCode, len(gone.TransactionStatus)],
    "fault": fault,
}))
