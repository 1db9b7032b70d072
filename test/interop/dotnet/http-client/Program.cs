// .NET's HTTP client (System.ServiceModel.Http) orders from our veloconnect server. Arguments: address; "11", "12" or "addressing" (SOAP 1.2 with
// WS-Addressing 1.0); "buffered" or "streamed". Bodies are typed, by XmlSerializer. "default" in place of the version sends a parcel by a contract that names no
// action, so that request and reply have those of WS-Addressing's default pattern, as .NET writes it.
// Prints a line an answer.
using System.ServiceModel;
using System.ServiceModel.Channels;
using System.Xml.Serialization;

var (address, version, transfer) = (args[0], args[1], args[2]);
var messageVersion = version switch
{
    "11" => MessageVersion.Soap11,
    "12" => MessageVersion.CreateVersion(EnvelopeVersion.Soap12, AddressingVersion.None),
    _ => MessageVersion.Soap12WSAddressing10,
};
var binding = new CustomBinding(
    new TextMessageEncodingBindingElement(messageVersion, System.Text.Encoding.UTF8),
    new HttpTransportBindingElement { TransferMode = transfer == "streamed" ? TransferMode.Streamed : TransferMode.Buffered });
if (version == "default")
{
    var parcels = new ChannelFactory<IParcels>(binding, new EndpointAddress(address)).CreateChannel();
    Console.WriteLine($"Send {parcels.Send(new SendRequest()).Body.Number}");
    ((IClientChannel)parcels).Close();
    return;
}
var factory = new ChannelFactory<IVeloconnect>(binding, new EndpointAddress(address));
var service = factory.CreateChannel();

var status = service.GetStatus(new GetStatusRequest());
Console.WriteLine($"GetStatus {status.Body.ResponseCode} {status.Body.TransactionStatus.Count}");
var order = service.CreateOrder(new CreateOrderRequest());
var id = order.Body.TransactionID!;
Console.WriteLine($"CreateOrder {order.Body.ResponseCode} {order.Body.StatusCode}");
Console.WriteLine($"GetStatus {service.GetStatus(new GetStatusRequest(id)).Body.TransactionStatus[0].StatusCode}");
Console.WriteLine($"Rollback {service.Rollback(new RollbackRequest(id)).Body.ResponseCode}");
Console.WriteLine($"GetStatus {service.GetStatus(new GetStatusRequest(id)).Body.ResponseCode}");
try
{
    service.CreateOrder(new CreateOrderRequest("many"));
}
catch (FaultException fault)
{
    Console.WriteLine($"Fault {fault.Code.Name} {(fault.Code.IsSenderFault ? "sender " : "")}{fault.Message.Contains("Quantity")}");
}
((IClientChannel)service).Close();

static class Ns
{
    public const string Transaction = "urn:veloconnect:transaction-1.0";
    public const string Order = "urn:veloconnect:order-1.1";
    public const string Aggregate = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-1.0";
    public const string Basic = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-1.0";
}

[ServiceContract(Namespace = Ns.Transaction), XmlSerializerFormat]
interface IVeloconnect
{
    [OperationContract(Action = Ns.Transaction + "#GetStatus", ReplyAction = Ns.Transaction + "#GetStatusResponse")]
    StatusResponse GetStatus(GetStatusRequest request);
    [OperationContract(Action = Ns.Transaction + "#Rollback", ReplyAction = Ns.Transaction + "#RollbackResponse")]
    RollbackResponse Rollback(RollbackRequest request);
    [OperationContract(Action = Ns.Order + "#CreateOrder", ReplyAction = Ns.Order + "#CreateOrderResponse")]
    OrderResponse CreateOrder(CreateOrderRequest request);
}

[ServiceContract(Name = "Parcels", Namespace = "urn:parcel"), XmlSerializerFormat]
interface IParcels
{
    [OperationContract] SendResponse Send(SendRequest request);
}

[MessageContract(IsWrapped = false)]
public class SendRequest { [MessageBodyMember(Name = "Send", Namespace = "urn:parcel")] public Parcel Body = new(); }
[MessageContract(IsWrapped = false)]
public class SendResponse { [MessageBodyMember(Name = "SendResponse", Namespace = "urn:parcel")] public Receipt Body = new(); }

public class Parcel
{
    [XmlElement(Namespace = "urn:parcel", Order = 0)] public string To = "Anna";
    [XmlElement(Namespace = "urn:parcel", Order = 1)] public decimal Weight = 1.5m;
}

public class Receipt { [XmlElement(Namespace = "urn:parcel")] public int Number; }

[MessageContract(IsWrapped = false)]
public class GetStatusRequest
{
    [MessageBodyMember(Name = "GetStatusRequest", Namespace = Ns.Transaction)] public Request Body;
    public GetStatusRequest() : this(null) { }
    public GetStatusRequest(string? id) => Body = new Request { TransactionID = id };
}

[MessageContract(IsWrapped = false)]
public class RollbackRequest
{
    [MessageBodyMember(Name = "RollbackRequest", Namespace = Ns.Transaction)] public Request Body;
    public RollbackRequest() : this("") { }
    public RollbackRequest(string id) => Body = new Request { TransactionID = id };
}

[MessageContract(IsWrapped = false)]
public class CreateOrderRequest
{
    [MessageBodyMember(Name = "CreateOrderRequest", Namespace = Ns.Order)] public OrderRequest Body;
    public CreateOrderRequest() : this("2") { }
    public CreateOrderRequest(string quantity) => Body = new OrderRequest
    {
        OrderRequestLine = [new Line { Item = new Item { ID = "10010" }, Quantity = new Quantity { Unit = "EA", Value = quantity } }],
    };
}

[MessageContract(IsWrapped = false)]
public class StatusResponse { [MessageBodyMember(Name = "GetStatusResponse", Namespace = Ns.Transaction)] public Response Body = new(); }
[MessageContract(IsWrapped = false)]
public class RollbackResponse { [MessageBodyMember(Name = "RollbackResponse", Namespace = Ns.Transaction)] public Response Body = new(); }
[MessageContract(IsWrapped = false)]
public class OrderResponse { [MessageBodyMember(Name = "OrderResponse", Namespace = Ns.Order)] public Response Body = new(); }

[XmlType(Namespace = Ns.Transaction)]
public class Request
{
    [XmlElement(Namespace = Ns.Transaction, Order = 0)] public string BuyersID = "demo";
    [XmlElement(Namespace = Ns.Transaction, Order = 1)] public Credential Credential = new();
    [XmlElement(Namespace = Ns.Transaction, Order = 2)] public string? TransactionID;
}

[XmlType(Namespace = Ns.Order)]
public class OrderRequest
{
    [XmlElement(Namespace = Ns.Transaction, Order = 0)] public string BuyersID = "demo";
    [XmlElement(Namespace = Ns.Transaction, Order = 1)] public Credential Credential = new();
    [XmlElement(Namespace = Ns.Order, Order = 2)] public Line[] OrderRequestLine = [];
}

public class Credential { [XmlElement(Namespace = Ns.Transaction)] public string Password = "bicycle"; }

public class Line
{
    [XmlElement("SellersItemIdentification", Namespace = Ns.Aggregate, Order = 0)] public Item? Item;
    [XmlElement(Namespace = Ns.Basic, Order = 1)] public Quantity? Quantity;
}

public class Item { [XmlElement(Namespace = Ns.Aggregate)] public string? ID; }

public class Quantity
{
    [XmlAttribute("quantityUnitCode")] public string? Unit;
    [XmlText] public string? Value;
}

public class Response
{
    [XmlElement(Namespace = Ns.Transaction)] public string? BuyersID;
    [XmlElement(Namespace = Ns.Transaction)] public int ResponseCode;
    [XmlElement(Namespace = Ns.Transaction)] public string? TransactionID;
    [XmlElement(Namespace = Ns.Transaction)] public int StatusCode;
    [XmlElement(Namespace = Ns.Transaction)] public List<Status> TransactionStatus = [];
}

public class Status
{
    [XmlElement(Namespace = Ns.Transaction)] public string? TransactionId;
    [XmlElement(Namespace = Ns.Transaction)] public int StatusCode;
}
