// .NET's HTTP client sends photos to our server in messages of MTOM. Arguments: address; "1.1" or "1.2"; "buffered" or "streamed".
// Prints a line an answer.
using System.ServiceModel;
using System.ServiceModel.Channels;
using System.Xml;
using System.Xml.Schema;
using System.Xml.Serialization;

var (address, version, transfer) = (args[0], args[1], args[2]);
var messageVersion = version == "1.1" ? MessageVersion.Soap11 : MessageVersion.CreateVersion(EnvelopeVersion.Soap12, AddressingVersion.None);
var encoding = new MtomMessageEncodingBindingElement(messageVersion, System.Text.Encoding.UTF8) { MaxBufferSize = 1 << 24 };
XmlDictionaryReaderQuotas.Max.CopyTo(encoding.ReaderQuotas);
var transport = new HttpTransportBindingElement
{
    TransferMode = transfer == "streamed" ? TransferMode.Streamed : TransferMode.Buffered,
    MaxBufferSize = 1 << 24,
    MaxReceivedMessageSize = 1 << 24,
};
var photos = new ChannelFactory<IPhotos>(new CustomBinding(encoding, transport), new EndpointAddress(address)).CreateChannel();
foreach (var size in new[] { 0, 5, 1000, 1_000_000 })
{
    var photo = new Photo { Name = $"photo of {size}", Data = Enumerable.Range(0, size).Select(at => (byte)(at * 31)).ToArray() };
    var kept = photos.Keep(new Keep { Photo = photo }).Photo;
    Console.WriteLine($"{kept.Name} {kept.Data.AsSpan().SequenceEqual(photo.Data)}");
}
((IClientChannel)photos).Close();

[ServiceContract(Namespace = "urn:photo"), XmlSerializerFormat]
interface IPhotos
{
    [OperationContract(Action = "", ReplyAction = "*")] Kept Keep(Keep request);
}

[MessageContract(IsWrapped = false)]
public class Keep { [MessageBodyMember(Name = "KeepRequest", Namespace = "urn:photo")] public Photo Photo = new(); }
[MessageContract(IsWrapped = false)]
public class Kept { [MessageBodyMember(Name = "KeepAnswer", Namespace = "urn:photo")] public Photo Photo = new(); }

[XmlType(Namespace = "urn:photo")]
public class Photo
{
    [XmlElement("name", Form = XmlSchemaForm.Unqualified, Order = 0)] public string Name = "";
    [XmlElement("data", Form = XmlSchemaForm.Unqualified, Order = 1)] public byte[] Data = [];
}
