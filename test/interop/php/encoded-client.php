<?php
// Calls an rpc/encoded service through PHP's SoapClient. Arguments: the WSDL, the address, the version of SOAP. Prints what comes back.
class Person
{
    public $name;
    public $age;
    public $friend;

    public function __construct($name, $age, $friend)
    {
        $this->name = $name;
        $this->age = $age;
        $this->friend = $friend;
    }
}

[, $wsdl, $address, $version] = $argv;
$client = new SoapClient($wsdl, [
    'location' => $address,
    'soap_version' => $version === '1.2' ? SOAP_1_2 : SOAP_1_1,
    'cache_wsdl' => WSDL_CACHE_NONE,
    'classmap' => ['Person' => 'Person'],
]);
$ann = new Person('Ann', 30, null);
echo json_encode([
    'string' => $client->echoString('hello'),
    'null' => $client->echoString(null),
    // PHP writes an object that stands in two places once, and refers to it.
    'people' => $client->echoPeople([$ann, new Person('Bob', 31, $ann), $ann]),
    'strings' => $client->echoStrings(['a', 'b']),
    'matrix' => $client->echoMatrix([[1, 2], [3]]),
]);
