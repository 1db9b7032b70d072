// usage: RawServer.exe dictionary.json [certificate=file.p12] [stop=STATE]
// The other end of RawClient: the framing records and the string tables are written by hand, the TLS layer is the runtime's SslStream, the envelopes are
// read and written by the runtime's own binary XML reader and writer, with a session dictionary for each direction, and the data by its DataContractSerializer.
// Listens on a port of its own choice, prints "LISTEN uri", serves one session, prints what came and the new strings of each message, and ends. With stop it
// goes on to a state (open, initialized, started, running), prints AT state, and waits to be killed.
// Compiled together with Contract.cs and Log.cs of the shared peer programs.
using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Serialization;
using System.Security.Cryptography.X509Certificates;
using System.ServiceModel.Channels;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Xml;

namespace IpamInterop
{
    static class RawServer
    {
        static Stream stream;
        static readonly XmlDictionary dictionary = new XmlDictionary();
        /// <summary>Names that are not in the static dictionary.</summary>
        static readonly XmlDictionary names = new XmlDictionary();
        static readonly WriterSession writerSession = new WriterSession();
        static readonly XmlBinaryReaderSession readerSession = new XmlBinaryReaderSession();
        static int readerStrings;
        static string stop;

        class WriterSession : XmlBinaryWriterSession
        {
            public readonly List<string> Fresh = new List<string>();
            public override bool TryAdd(XmlDictionaryString value, out int key)
            {
                if (!base.TryAdd(value, out key)) return false;
                Fresh.Add(value.Value);
                return true;
            }
        }

        /// <summary>An action that is a string of the session, as .NET writes it.</summary>
        class ActionHeader : MessageHeader
        {
            readonly string action;
            public ActionHeader(string action) { this.action = action; }
            public override string Name { get { return "Action"; } }
            public override string Namespace { get { return "http://www.w3.org/2005/08/addressing"; } }
            public override bool MustUnderstand { get { return true; } }
            protected override void OnWriteHeaderContents(XmlDictionaryWriter writer, MessageVersion version) { writer.WriteString(names.Add(action)); }
        }

        /// <summary>An element with parameters, which the DataContractSerializer writes.</summary>
        class Call : BodyWriter
        {
            readonly string name;
            readonly object[] parameters;
            public Call(string name, object[] parameters) : base(true) { this.name = name; this.parameters = parameters; }
            protected override void OnWriteBodyContents(XmlDictionaryWriter writer)
            {
                writer.WriteStartElement("", names.Add(name), names.Add(Ns.Ipam));
                for (int i = 0; i < parameters.Length; i += 3)
                {
                    var serializer = new DataContractSerializer((Type)parameters[i], names.Add((string)parameters[i + 1]), names.Add(Ns.Ipam));
                    serializer.WriteObject(writer, parameters[i + 2]);
                }
                writer.WriteEndElement();
            }
        }

        static void Size(List<byte> o, int n)
        {
            while (n >= 0x80) { o.Add((byte)(n & 0x7f | 0x80)); n >>= 7; }
            o.Add((byte)n);
        }

        static int Byte()
        {
            int b = stream.ReadByte();
            if (b < 0) throw new EndOfStreamException();
            return b;
        }

        static byte[] Payload()
        {
            int n = 0, shift = 0, x;
            do { x = Byte(); n |= (x & 0x7f) << shift; shift += 7; } while (x >= 0x80);
            var b = new byte[n];
            for (int i = 0; i < n; ) { int r = stream.Read(b, i, n - i); if (r <= 0) throw new EndOfStreamException(); i += r; }
            return b;
        }

        static int Int(byte[] p, ref int at)
        {
            int n = 0, shift = 0, x;
            do { x = p[at++]; n |= (x & 0x7f) << shift; shift += 7; } while (x >= 0x80);
            return n;
        }

        static void Answer(byte record) { stream.WriteByte(record); stream.Flush(); }

        static Message Read(byte[] p)
        {
            int at = 0, before = readerStrings;
            int end = Int(p, ref at);
            end += at;
            while (at < end)
            {
                int n = Int(p, ref at);
                readerSession.Add(readerStrings++, Encoding.UTF8.GetString(p, at, n));
                at += n;
            }
            var reader = XmlDictionaryReader.CreateBinaryReader(p, at, p.Length - at, dictionary, XmlDictionaryReaderQuotas.Max, readerSession);
            var message = Message.CreateMessage(reader, 1 << 16, MessageVersion.Soap12WSAddressing10);
            Log.Line("IN " + message.Headers.Action.Substring(Ns.Contract.Length) + " strings " + (readerStrings - before));
            return message;
        }

        /// <summary>Parameters: type, name and value of each.</summary>
        static void Send(string name, UniqueId relatesTo, params object[] parameters)
        {
            var m = Message.CreateMessage(MessageVersion.Soap12WSAddressing10, null, new Call(name, parameters));
            m.Headers.Add(new ActionHeader(Ns.Contract + name));
            if (relatesTo != null) m.Headers.RelatesTo = relatesTo;
            var ms = new MemoryStream();
            using (var w = XmlDictionaryWriter.CreateBinaryWriter(ms, dictionary, writerSession, false)) { m.WriteMessage(w); w.Flush(); }
            var table = new List<byte>();
            foreach (string fresh in writerSession.Fresh) { byte[] b = Encoding.UTF8.GetBytes(fresh); Size(table, b.Length); table.AddRange(b); }
            Log.Line("OUT " + name + " strings " + writerSession.Fresh.Count);
            writerSession.Fresh.Clear();
            var document = new List<byte>();
            Size(document, table.Count);
            document.AddRange(table);
            document.AddRange(ms.ToArray());
            var o = new List<byte> { 0x06 };
            Size(o, document.Count);
            o.AddRange(document);
            stream.Write(o.ToArray(), 0, o.Count);
            stream.Flush();
        }

        static void Reached(string state)
        {
            if (stop != state) return;
            Log.Line("AT " + state);
            Thread.Sleep(TimeSpan.FromSeconds(60));
        }

        static void Initialize(Message request)
        {
            var reader = request.GetReaderAtBodyContents();
            reader.ReadStartElement("InitializeOperationParameters", Ns.Ipam);
            var serializer = new DataContractSerializer(typeof(IpamOperationWithProgressParameters), "paramters", Ns.Ipam);
            Log.Line("GOT " + Log.Describe(serializer.ReadObject(reader)));
            Send("InitializeOperationParametersResponse", request.Headers.MessageId);
            Reached("initialized");
        }

        static void Run(Message request)
        {
            Send("StartProgressCallback", null, typeof(bool), "isNonDeterministic", false);
            Send("StartOperationWithCallbackResponse", request.Headers.MessageId);
            Reached("started");
            var task = new SubTaskInstance { SubTaskInstanceId = 1, SubTaskName = "Rename \u00fc superscope <&>", SubTaskUniqueId = 70000 };
            Send("AddSubTask", null, typeof(SubTaskInstance), "subTaskInstance", task);
            Reached("running");
            foreach (var status in new[] { SubTaskStatus.InProgress, SubTaskStatus.CompletedWithSuccess })
            {
                decimal percent = status == SubTaskStatus.InProgress ? 12.5m : 100m;
                task.SubTaskStatus = status;
                Send("SetSubTaskStatus", null, typeof(SubTaskInstance), "subTaskInstance", task, typeof(SubTaskStatus), "status", status,
                    typeof(decimal), "percentComplete", percent, typeof(IpamException), "completionStatus", null);
                Send("SetCompletionPercentage", null, typeof(decimal), "completionPercentage", percent);
            }
            Send("SetOverallStatus", null, typeof(OverallProgressStatus), "overallStatus", OverallProgressStatus.CompletedWithSuccess,
                typeof(IpamObject), "completionStatus", null);
        }

        /// <summary>Records until the session is open.</summary>
        static void Open(X509Certificate2 certificate)
        {
            for (; ; )
            {
                int record = Byte();
                if (record == 0) { Byte(); Byte(); }
                else if (record == 1 || record == 3) Byte();
                else if (record == 2) Log.Line("VIA " + Encoding.UTF8.GetString(Payload()));
                else if (record == 9)
                {
                    Log.Line("UPGRADE " + Encoding.UTF8.GetString(Payload()));
                    if (certificate == null) throw new Exception("no certificate");
                    Answer(0x0a);
                    var tls = new SslStream(stream, false);
                    tls.AuthenticateAsServer(certificate);
                    Log.Line("TLS " + tls.SslProtocol);
                    stream = tls;
                }
                else if (record == 0x0c) { Answer(0x0b); return; }
                else throw new Exception("record " + record);
            }
        }

        static int Main(string[] args)
        {
            foreach (Match entry in Regex.Matches(File.ReadAllText(args[0]), "\"value\": \"([^\"]*)\"")) dictionary.Add(entry.Groups[1].Value);
            X509Certificate2 certificate = null;
            foreach (string arg in args)
            {
                if (arg.StartsWith("certificate=")) certificate = new X509Certificate2(arg.Substring("certificate=".Length), "secret");
                if (arg.StartsWith("stop=")) stop = arg.Substring("stop=".Length);
            }
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            Log.Line("LISTEN net.tcp://127.0.0.1:" + ((IPEndPoint)listener.LocalEndpoint).Port + "/Ipam/OperationWithProgress");
            stream = listener.AcceptTcpClient().GetStream();
            stream.ReadTimeout = 20000;
            Open(certificate);
            Reached("open");
            for (; ; )
            {
                int record = Byte();
                if (record == 7) break;
                if (record != 6) throw new Exception("record " + record);
                var request = Read(Payload());
                if (request.Headers.Action.EndsWith("/InitializeOperationParameters")) Initialize(request);
                else Run(request);
            }
            Answer(7);
            Log.Line("END");
            return 0;
        }
    }
}
