<?php
// PHP's SOAP extension as a client: reads our WSDL from the server, and calls it. Arguments: WSDL URL, SOAP version (1 or 2).
[, $wsdl, $version] = $argv;
$client = new SoapClient($wsdl, ['soap_version' => $version === '2' ? SOAP_1_2 : SOAP_1_1, 'cache_wsdl' => WSDL_CACHE_NONE, 'exceptions' => true]);
$operations = count($client->__getFunctions());
$fault = null;
try {
    $client->Divide(['a' => 1, 'b' => 0]);
} catch (SoapFault $caught) {
    $fault = ['code' => $caught->faultcode, 'reason' => $caught->faultstring, 'detail' => json_encode($caught->detail)];
}
$invalid = null;
try {
    $client->Divide(['a' => 1, 'b' => 1001]);
} catch (SoapFault $caught) {
    $invalid = $caught->faultcode;
}
echo json_encode(['operations' => $operations, 'divided' => $client->Divide(['a' => 84, 'b' => 2])->quotient, 'fault' => $fault, 'invalid' => $invalid]);
