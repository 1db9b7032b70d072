// A server of SoapCore: SOAP 1.1 and 1.2 by both serializers of .NET. With arguments: certificate, key, user and password over TLS, and a UsernameToken
// is asked for. Prints its address.
using System.Runtime.Serialization;
using System.Security.Cryptography.X509Certificates;
using System.ServiceModel;
using System.ServiceModel.Channels;
using Shop;
using SoapCore;

var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.Services.AddSoapCore();
builder.Services.AddSingleton<IShop, Counter>();
if (args.Length > 0)
{
    builder.Services.AddSoapMessageFilter(new WsMessageFilter(args[2], args[3]));
    var certificate = X509Certificate2.CreateFromPemFile(args[0], args[1]);
    builder.WebHost.ConfigureKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
}
else builder.WebHost.UseUrls("http://127.0.0.1:0");

var app = builder.Build();
var soap12 = new SoapEncoderOptions { MessageVersion = MessageVersion.CreateVersion(EnvelopeVersion.Soap12, AddressingVersion.None) };
app.UseRouting();
((IApplicationBuilder)app).UseEndpoints(endpoints =>
{
    endpoints.UseSoapEndpoint<IShop>("/contract11", new SoapEncoderOptions(), SoapSerializer.DataContractSerializer);
    endpoints.UseSoapEndpoint<IShop>("/contract12", soap12, SoapSerializer.DataContractSerializer);
    endpoints.UseSoapEndpoint<IShop>("/xml11", new SoapEncoderOptions(), SoapSerializer.XmlSerializer);
});
app.Start();
Console.WriteLine(app.Urls.First());
app.WaitForShutdown();

namespace Shop
{
    [DataContract]
    public class Item
    {
        [DataMember] public string Sku { get; set; }
        [DataMember] public decimal Price { get; set; }
        [DataMember] public byte[] Photo { get; set; }
        [DataMember] public DateTime? Sold { get; set; }
        [DataMember] public List<string> Tags { get; set; }
    }

    [DataContract]
    public class Late
    {
        [DataMember] public int Days { get; set; }
    }

    [ServiceContract(Namespace = "urn:shop")]
    public interface IShop
    {
        [OperationContract] Item Get(string sku);
        [OperationContract, FaultContract(typeof(Late))] int Order(Item item, int count);
        [OperationContract(IsOneWay = true)] void Remember(string text);
        [OperationContract] string Remembered();
    }

    public class Counter : IShop
    {
        private string remembered = "";

        public Item Get(string sku) => new() { Sku = sku, Price = 1.50m, Photo = new byte[] { 1, 2 }, Tags = new() { "a", "größer <&>" } };

        public int Order(Item item, int count) => count switch
        {
            < 0 => throw new FaultException<Late>(new Late { Days = 3 }, new FaultReason("too late"), new FaultCode("Client"), null),
            0 => throw new InvalidOperationException("boom"),
            _ => count * item.Photo.Length,
        };

        public void Remember(string text) => remembered = text;

        public string Remembered() => remembered;
    }
}
