// Reads a document with .NET's XmlReader and validates it against a schema for as long as it is asked to: a line in is a sample, a line out its bytes in a second of CPU time.
using System.Diagnostics;
using System.Globalization;
using System.Xml;
using System.Xml.Schema;

var schemas = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
schemas.Add(null, args[0]);
schemas.Compile();
var document = File.ReadAllBytes(args[1]);
var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = schemas };
settings.ValidationEventHandler += (_, problem) => throw problem.Exception;
Sample(4);
Console.WriteLine("ready");
while (Console.ReadLine() != null) Console.WriteLine(Sample(0.15).ToString(CultureInfo.InvariantCulture));

double Sample(double seconds)
{
    var start = Process.GetCurrentProcess().TotalProcessorTime;
    long bytes = 0;
    while (true)
    {
        using var reader = XmlReader.Create(new MemoryStream(document), settings);
        while (reader.Read()) { }
        bytes += document.Length;
        var used = (Process.GetCurrentProcess().TotalProcessorTime - start).TotalSeconds;
        if (used >= seconds) return bytes / used;
    }
}
