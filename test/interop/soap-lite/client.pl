# Calls an rpc/encoded service through SOAP::Lite. Argument: the address. Prints a line an answer.
use strict;
use warnings;
use utf8;
use SOAP::Lite;
binmode(STDOUT, ':utf8');

my $soap = SOAP::Lite->proxy($ARGV[0], timeout => 120)->ns('urn:encoded', 't')->on_action(sub { '""' })->on_fault(sub { $_[1] });
sub value { return SOAP::Data->name(value => $_[0]) }
sub person { my ($name, $age, $friend) = @_; return SOAP::Data->value(SOAP::Data->name(name => $name)->type('string'), SOAP::Data->name(age => $age), SOAP::Data->name(friend => $friend)) }
sub described { my ($person) = @_; return ref $person ? "$person->{name},$person->{age}," . described($person->{friend}) : 'nobody' }

print 'string ', $soap->echoString(value('größer <&>')->type('string'))->result, "\n";
# A number for a string: SOAP::Lite says the type that the value looks like.
print 'number ', $soap->echoString(value('5')->type('string'))->result, "\n";
print 'nil ', defined $soap->echoString(SOAP::Data->name(value => undef))->result ? 'something' : 'nothing', "\n";
my $ann = { name => 'Ann', age => 30, friend => undef };
print 'person ', described($soap->echoPerson(value({ name => 'Bob', age => 31, friend => $ann }))->result), "\n";
# What stands in several places goes once, and is referred to.
print 'people ', join(' ', map { described($_) } @{ $soap->echoPeople(value([$ann, { name => 'Bob', age => 31, friend => $ann }, $ann]))->result }), "\n";
print 'strings ', join(',', @{ $soap->echoStrings(value(['a', 'b']))->result }), "\n";
print 'matrix ', join(';', map { join(',', @$_) } @{ $soap->echoMatrix(value([[1, 2], [3]]))->result }), "\n";
my $header = SOAP::Header->name(session => $ann)->uri('urn:encoded')->prefix('t');
print 'header ', described($soap->book(value('x'), $header)->valueof('//session')), "\n";
my $late = $soap->book(value('late'));
print 'late ', $late->faultdetail->{fault}{days}, "\n";
