// .NET's TransportWithMessageCredential over TLS: the name and password stand in a UsernameToken beside a Timestamp, and the answer must have a Timestamp.
// Arguments: address; "basic" (SOAP 1.1), "ws" (SOAP 1.2 with WS-Addressing 1.0) or "custom" (SOAP 1.2 without); name; password.
// Prints the answer, or what went wrong.
using System.ServiceModel;
using System.ServiceModel.Channels;
using System.ServiceModel.Security;
using System.Xml.Serialization;

var (address, kind, name, password) = (args[0], args[1], args[2], args[3]);
var factory = new ChannelFactory<IParcels>(BindingNamed(kind), new EndpointAddress(address));
factory.Credentials.UserName.UserName = name;
factory.Credentials.UserName.Password = password;
factory.Credentials.ServiceCertificate.SslCertificateAuthentication = new X509ServiceCertificateAuthentication
{
    CertificateValidationMode = X509CertificateValidationMode.None,
};
var parcels = factory.CreateChannel();
try
{
    Console.WriteLine($"Number {parcels.Send(new SendRequest()).Body.Number}");
}
catch (MessageSecurityException error)
{
    Console.WriteLine($"{error.GetType().Name} {error.InnerException?.Message ?? error.Message}");
}
catch (CommunicationException error)
{
    Console.WriteLine($"{error.GetType().Name} {error.Message}");
}

static Binding BindingNamed(string kind)
{
    if (kind == "basic")
    {
        var basic = new BasicHttpsBinding(BasicHttpsSecurityMode.TransportWithMessageCredential);
        basic.Security.Message.ClientCredentialType = BasicHttpMessageCredentialType.UserName;
        return basic;
    }
    if (kind == "ws")
    {
        var ws = new WSHttpBinding(SecurityMode.TransportWithMessageCredential);
        ws.Security.Message.ClientCredentialType = MessageCredentialType.UserName;
        ws.Security.Message.EstablishSecurityContext = false;
        return ws;
    }
    var security = SecurityBindingElement.CreateUserNameOverTransportBindingElement();
    security.IncludeTimestamp = true;
    return new CustomBinding(
        security,
        new TextMessageEncodingBindingElement(MessageVersion.CreateVersion(EnvelopeVersion.Soap12, AddressingVersion.None), System.Text.Encoding.UTF8),
        new HttpsTransportBindingElement());
}

[ServiceContract(Namespace = "urn:parcel"), XmlSerializerFormat]
interface IParcels
{
    [OperationContract(Action = "urn:parcel#Send", ReplyAction = "*")]
    SendResponse Send(SendRequest request);
}

[MessageContract(IsWrapped = false)]
public class SendRequest { [MessageBodyMember(Name = "Send", Namespace = "urn:parcel")] public Parcel Body = new(); }
[MessageContract(IsWrapped = false)]
public class SendResponse { [MessageBodyMember(Name = "SendResponse", Namespace = "urn:parcel")] public Receipt Body = new(); }

[XmlType(Namespace = "urn:parcel")]
public class Parcel
{
    [XmlElement(Order = 0)] public string To = "Anna";
    [XmlElement(Order = 1)] public string Weight = "1.5";
}

[XmlType(Namespace = "urn:parcel")]
public class Receipt { [XmlElement] public int Number; }
