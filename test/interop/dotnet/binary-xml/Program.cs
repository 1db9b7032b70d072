// A judge of binary XML: the reader and the writer of the framework, line by line over stdin and stdout.
//
//   dictionary JSON   the strings of the static dictionary; once, first
//   session           forgets the strings of the session in both directions
//   decode HEX        a string table and a document; answers "ok JSON" with its tokens, or "error MESSAGE"
//   encode BASE64     a document as text; answers "ok HEX", a string table and a document with typed records where the text allows them
//
// Tokens: ["<", prefix, namespace, local, [[prefix, namespace, local, value], ...]], ["text", value], [">"].
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace BinaryXml
{
    // Remembers the strings that a document adds.
    sealed class WriterSession : XmlBinaryWriterSession
    {
        public readonly List<string> Added = new List<string>();

        public override bool TryAdd(XmlDictionaryString value, out int key)
        {
            if (!base.TryAdd(value, out key)) return false;
            Added.Add(value.Value);
            return true;
        }
    }

    static class Program
    {
        static readonly XmlDictionary dictionary = new XmlDictionary();
        static readonly XmlDictionary sessionStrings = new XmlDictionary();
        static XmlBinaryReaderSession readerSession = new XmlBinaryReaderSession();
        static int readerStrings;
        static WriterSession writerSession = new WriterSession();

        static void Main()
        {
            var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
            var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
            string? line;
            while ((line = input.ReadLine()) != null)
            {
                int blank = line.IndexOf(' ');
                string argument = blank < 0 ? "" : line.Substring(blank + 1);
                output.WriteLine(Answer(blank < 0 ? line : line.Substring(0, blank), argument));
                output.Flush();
            }
        }

        static string Answer(string command, string argument)
        {
            try
            {
                switch (command)
                {
                    case "dictionary":
                        foreach (string text in JsonSerializer.Deserialize<string[]>(argument)!) dictionary.Add(text);
                        return "ok";
                    case "session":
                        readerSession = new XmlBinaryReaderSession();
                        readerStrings = 0;
                        writerSession = new WriterSession();
                        return "ok";
                    case "decode":
                        return "ok " + JsonSerializer.Serialize(Decode(Convert.FromHexString(argument)));
                    case "encode":
                        return "ok " + Convert.ToHexString(Encode(Encoding.UTF8.GetString(Convert.FromBase64String(argument))));
                    default:
                        return "error unknown command";
                }
            }
            catch (Exception error)
            {
                return "error " + error.GetType().Name + ": " + error.Message.Replace('\n', ' ').Replace('\r', ' ');
            }
        }

        static List<object> Decode(byte[] message)
        {
            int at = 0;
            int size = ReadSize(message, ref at);
            int start = at + size;
            while (at < start)
            {
                int length = ReadSize(message, ref at);
                readerSession.Add(readerStrings++, Encoding.UTF8.GetString(message, at, length));
                at += length;
            }
            var quotas = XmlDictionaryReaderQuotas.Max;
            using var reader = XmlDictionaryReader.CreateBinaryReader(message, start, message.Length - start, dictionary, quotas, readerSession);
            return Tokens(reader);
        }

        static int ReadSize(byte[] octets, ref int at)
        {
            int size = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte octet = octets[at++];
                size |= (octet & 0x7f) << shift;
                if (octet < 0x80) return size;
            }
        }

        static List<object> Tokens(XmlReader reader)
        {
            var tokens = new List<object>();
            while (reader.Read())
            {
                switch (reader.NodeType)
                {
                    case XmlNodeType.Element:
                        bool isEmpty = reader.IsEmptyElement;
                        var tag = new object[] { "<", reader.Prefix, reader.NamespaceURI, reader.LocalName, Attributes(reader) };
                        tokens.Add(tag);
                        if (isEmpty) tokens.Add(new[] { ">" });
                        break;
                    case XmlNodeType.EndElement:
                        tokens.Add(new[] { ">" });
                        break;
                    case XmlNodeType.Text:
                    case XmlNodeType.CDATA:
                    case XmlNodeType.Whitespace:
                    case XmlNodeType.SignificantWhitespace:
                        tokens.Add(new[] { "text", reader.Value });
                        break;
                }
            }
            return tokens;
        }

        static List<string[]> Attributes(XmlReader reader)
        {
            var attributes = new List<string[]>();
            while (reader.MoveToNextAttribute()) attributes.Add(new[] { reader.Prefix, reader.NamespaceURI, reader.LocalName, reader.Value });
            reader.MoveToElement();
            return attributes;
        }

        static byte[] Encode(string xml)
        {
            writerSession.Added.Clear();
            var stream = new MemoryStream();
            using (var writer = XmlDictionaryWriter.CreateBinaryWriter(stream, dictionary, writerSession, false))
            using (var reader = XmlReader.Create(new StringReader(xml)))
            {
                while (reader.Read()) Copy(reader, writer);
                writer.Flush();
            }
            var table = new MemoryStream();
            foreach (string text in writerSession.Added) WriteString(table, text);
            var message = new MemoryStream();
            WriteSize(message, (int)table.Length);
            table.WriteTo(message);
            stream.WriteTo(message);
            return message.ToArray();
        }

        static void WriteString(Stream stream, string text)
        {
            byte[] octets = Encoding.UTF8.GetBytes(text);
            WriteSize(stream, octets.Length);
            stream.Write(octets, 0, octets.Length);
        }

        static void WriteSize(Stream stream, int size)
        {
            for (; size >= 0x80; size >>= 7) stream.WriteByte((byte)(size | 0x80));
            stream.WriteByte((byte)size);
        }

        // Names become strings of a dictionary where they are short: the static one has them, or the session gets them.
        static XmlDictionaryString? Shared(string text)
        {
            XmlDictionaryString? shared;
            if (dictionary.TryLookup(text, out shared)) return shared;
            return text.Length % 3 == 0 ? sessionStrings.Add(text) : null;
        }

        static void Copy(XmlReader reader, XmlDictionaryWriter writer)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    bool isEmpty = reader.IsEmptyElement;
                    XmlDictionaryString? local = Shared(reader.LocalName), space = Shared(reader.NamespaceURI);
                    if (local != null && space != null) writer.WriteStartElement(reader.Prefix, local, space);
                    else writer.WriteStartElement(reader.Prefix, reader.LocalName, reader.NamespaceURI);
                    while (reader.MoveToNextAttribute())
                    {
                        if (reader.NamespaceURI == "http://www.w3.org/2000/xmlns/")
                        {
                            writer.WriteXmlnsAttribute(reader.Prefix == "" ? "" : reader.LocalName, reader.Value);
                            continue;
                        }
                        writer.WriteStartAttribute(reader.Prefix, reader.LocalName, reader.NamespaceURI);
                        WriteText(writer, reader.Value);
                        writer.WriteEndAttribute();
                    }
                    reader.MoveToElement();
                    if (isEmpty) writer.WriteEndElement();
                    break;
                case XmlNodeType.EndElement:
                    writer.WriteEndElement();
                    break;
                case XmlNodeType.Text:
                case XmlNodeType.CDATA:
                case XmlNodeType.Whitespace:
                case XmlNodeType.SignificantWhitespace:
                    WriteText(writer, reader.Value);
                    break;
                case XmlNodeType.Comment:
                    writer.WriteComment(reader.Value);
                    break;
            }
        }

        // Text goes out as a typed record where that reads back as the same text; minus zero would become 0.
        static void WriteText(XmlDictionaryWriter writer, string text)
        {
            if (text == "true" || text == "false") { writer.WriteValue(text == "true"); return; }
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) && XmlConvert.ToString(whole) == text) { writer.WriteValue(whole); return; }
            if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal exact) && XmlConvert.ToString(exact) == text) { writer.WriteValue(exact); return; }
            if (Attempt(() => XmlConvert.ToDouble(text), XmlConvert.ToString, text, out double number) && number != 0) { writer.WriteValue(number); return; }
            if (Attempt(() => XmlConvert.ToTimeSpan(text), XmlConvert.ToString, text, out TimeSpan span)) { writer.WriteValue(span); return; }
            if (Attempt(() => XmlConvert.ToDateTime(text, XmlDateTimeSerializationMode.RoundtripKind), time => XmlConvert.ToString(time, XmlDateTimeSerializationMode.RoundtripKind), text, out DateTime date)) { writer.WriteValue(date); return; }
            if (text.StartsWith("urn:uuid:", StringComparison.Ordinal) && new UniqueId(text).IsGuid) { writer.WriteValue(new UniqueId(text)); return; }
            if (Guid.TryParseExact(text, "D", out Guid guid) && guid.ToString("D") == text) { writer.WriteValue(guid); return; }
            if (text.Length >= 8 && text.Length % 4 == 0 && Attempt(() => Convert.FromBase64String(text), Convert.ToBase64String, text, out byte[]? octets)) { writer.WriteBase64(octets!, 0, octets!.Length); return; }
            if (dictionary.TryLookup(text, out XmlDictionaryString? known)) { writer.WriteString(known); return; }
            writer.WriteString(text);
        }

        static bool Attempt<T>(Func<T> parse, Func<T, string> format, string text, out T? value)
        {
            value = default;
            if (text.Length > 100 || text.Trim() != text || text == "") return false;
            try
            {
                value = parse();
                return format(value) == text;
            }
            catch (Exception)
            {
                return false;
            }
        }
    }
}
