// usage: Sessions.exe uri many N       opens N sessions at once, runs the operation in each, waits for all; prints DONE n
//        Sessions.exe uri sequence N   runs the operation N times, each in a session that is closed before the next is opened; prints DONE n
//        Sessions.exe uri stop STATE   goes on to a state (open, initialized, started, running), prints AT state, waits to be killed
// Compiled together with Contract.cs and Log.cs of the shared peer programs.
using System;
using System.Collections.Generic;
using System.ServiceModel;
using System.ServiceModel.Channels;
using System.Threading;

namespace IpamInterop
{
    [CallbackBehavior(ConcurrencyMode = ConcurrencyMode.Reentrant, UseSynchronizationContext = false)]
    class Watcher : IIpamOperationWithProgressCallback
    {
        public readonly ManualResetEvent Ended = new ManualResetEvent(false);
        public readonly ManualResetEvent Running = new ManualResetEvent(false);
        public readonly List<string> Seen = new List<string>();
        void See(string what) { lock (Seen) Seen.Add(what); }
        public void StartProgressCallback(bool isNonDeterministic) { See("Start"); }
        public void AddSubTask(SubTaskInstance subTaskInstance) { See("Add"); Running.Set(); }
        public void SetSubTaskStatus(SubTaskInstance subTaskInstance, SubTaskStatus status, decimal percentComplete, IpamException completionStatus) { See("Status"); }
        public void SetCompletionPercentage(decimal completionPercentage) { See("Percentage"); }
        public void SetOverallStatus(OverallProgressStatus overallStatus, IpamObject completionStatus) { See("Overall " + overallStatus); Ended.Set(); }
    }

    static class Sessions
    {
        static DuplexChannelFactory<IIpamOperationWithProgress> Factory(string uri)
        {
            var binding = Bindings.Create("nettcp");
            binding.OpenTimeout = binding.SendTimeout = binding.CloseTimeout = TimeSpan.FromSeconds(60);
            return new DuplexChannelFactory<IIpamOperationWithProgress>(new InstanceContext(new Watcher()), binding, new EndpointAddress(uri));
        }

        static IIpamOperationWithProgress Open(string uri, Watcher watcher)
        {
            return Open(Factory(uri), watcher);
        }

        static IIpamOperationWithProgress Open(DuplexChannelFactory<IIpamOperationWithProgress> factory, Watcher watcher)
        {
            var proxy = factory.CreateChannel(new InstanceContext(watcher));
            ((IClientChannel)proxy).Open();
            return proxy;
        }

        static void Initialize(IIpamOperationWithProgress proxy)
        {
            proxy.InitializeOperationParameters(new RenameSuperscopeParameters
            {
                OperationId = IpamAdminOperationId.RenameSuperscope, NewName = "many", Superscope = new DhcpSuperscopeV4(),
            });
        }

        static int Main(string[] args)
        {
            string uri = args[0];
            if (args[1] == "stop") return Stop(uri, args[2]);
            int count = int.Parse(args[2]), good = 0;
            if (args[1] == "sequence") return Sequence(uri, count);
            var threads = new List<Thread>();
            var together = new CountdownEvent(count);
            for (int i = 0; i < count; i++)
            {
                var thread = new Thread(() =>
                {
                    try
                    {
                        var watcher = new Watcher();
                        var proxy = Open(uri, watcher);
                        // All sessions are open before the first begins.
                        together.Signal();
                        together.Wait(TimeSpan.FromSeconds(90));
                        Initialize(proxy);
                        proxy.StartOperationWithCallback();
                        if (!watcher.Ended.WaitOne(TimeSpan.FromSeconds(90))) throw new Exception("no end");
                        if (watcher.Seen[0] != "Start") throw new Exception("first is " + watcher.Seen[0]);
                        if (!watcher.Seen.Contains("Overall CompletedWithSuccess")) throw new Exception("no success");
                        Interlocked.Increment(ref good);
                        ((IClientChannel)proxy).Abort();
                    }
                    catch (Exception e) { Log.Line("ERR " + e.GetType().Name + " " + e.Message); }
                }, 256 * 1024);
                thread.IsBackground = true;
                thread.Start();
                threads.Add(thread);
            }
            foreach (var thread in threads) thread.Join();
            Log.Line("DONE " + good);
            return good == count ? 0 : 2;
        }

        static int Sequence(string uri, int count)
        {
            var factory = Factory(uri);
            int good = 0;
            for (int i = 0; i < count; i++)
            {
                var watcher = new Watcher();
                var proxy = Open(factory, watcher);
                Initialize(proxy);
                proxy.StartOperationWithCallback();
                if (!watcher.Ended.WaitOne(TimeSpan.FromSeconds(30))) break;
                ((IClientChannel)proxy).Close();
                good++;
            }
            Log.Line("DONE " + good);
            return good == count ? 0 : 2;
        }

        static int Stop(string uri, string state)
        {
            var watcher = new Watcher();
            var proxy = Open(uri, watcher);
            if (state != "open") Initialize(proxy);
            if (state == "started" || state == "running") proxy.StartOperationWithCallback();
            if (state == "running") watcher.Running.WaitOne();
            Log.Line("AT " + state);
            Thread.Sleep(TimeSpan.FromSeconds(60));
            return 0;
        }
    }
}
