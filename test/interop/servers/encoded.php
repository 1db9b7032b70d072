<?php
// PHP's SoapServer over an rpc/encoded contract, for `php -S`. The environment says the WSDL and the version of SOAP.
class EchoService
{

    public function echoString($value)
    {
        return $value;
    }

    public function echoPerson($value)
    {
        return $value;
    }

    public function echoStrings($value)
    {
        return $value;
    }

    public function echoPeople($value)
    {
        return $value;
    }

    public function echoMatrix($value)
    {
        return $value;
    }
}

$version = getenv('ENCODED_VERSION') === '1.2' ? SOAP_1_2 : SOAP_1_1;
$server = new SoapServer(getenv('ENCODED_WSDL'), ['cache_wsdl' => WSDL_CACHE_NONE, 'soap_version' => $version]);
$server->setClass('EchoService');
$server->handle();
