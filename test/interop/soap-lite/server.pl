# SOAP::Lite's own server over the operations of an rpc/encoded contract. Prints its port.
use strict;
use warnings;
use SOAP::Transport::HTTP;

package Echo;

sub echoString { return SOAP::Data->name(result => $_[1])->type('string') }
sub echoPerson { return SOAP::Data->name(result => $_[1]) }
sub echoPeople { return SOAP::Data->name(result => $_[1]) }
sub echoStrings { return SOAP::Data->name(result => $_[1]) }
sub echoMatrix { return SOAP::Data->name(result => $_[1]) }
sub book { die SOAP::Fault->faultcode('Server')->faultstring('late')->faultdetail(SOAP::Data->name(fault => { days => 3 })) }

package main;

$| = 1;
my $daemon = SOAP::Transport::HTTP::Daemon->new(LocalAddr => '127.0.0.1', LocalPort => 0);
$daemon->dispatch_with({ 'urn:encoded' => 'Echo' });
print 'port ', $daemon->sockport, "\n";
# The daemon serves one connection at a time, and would wait for more on it.
while (my $connection = $daemon->accept) {
    if (my $request = $connection->get_request) {
        $daemon->request($request);
        $daemon->SOAP::Transport::HTTP::Server::handle;
        $connection->force_last_request;
        $connection->send_response($daemon->response);
    }
    $connection->close;
}
