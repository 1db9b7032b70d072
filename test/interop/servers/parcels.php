<?php
// PHP's SoapServer over parcel.wsdl, for `php -S`. The path says the SOAP version, /11 or /12; what is remembered is what /remembered gives.
$memory = sys_get_temp_dir() . '/parcels-' . $_SERVER['SERVER_PORT'];
if ($_SERVER['REQUEST_URI'] === '/remembered') {
    echo is_file($memory) ? file_get_contents($memory) : '';
    return;
}

class Parcels
{
    private string $sender = 'nobody';

    public function __construct(private SoapServer $server, private string $memory)
    {
    }

    public function Sender($sender): void
    {
        $this->sender = $sender->Name;
    }

    public function Send($parcel)
    {
        if ($parcel->Weight > 30) {
            throw new SoapFault('Client', 'too heavy', null, ['Limit' => '30.0'], 'tooHeavy');
        }
        if ($parcel->To === 'nobody') {
            throw new SoapFault('Server', 'größer als gedacht', 'urn:post', 'a detail');
        }
        $this->server->addSoapHeader(new SoapHeader('urn:parcels', 'Stamp', ['Text' => 'from ' . $this->sender]));
        $items = is_array($parcel->Item ?? []) ? ($parcel->Item ?? []) : [$parcel->Item];
        return ['Number' => count($items), 'Note' => null, 'Item' => $items];
    }

    public function Remember($note): void
    {
        file_put_contents($this->memory, $note->Text);
    }
}

$is12 = $_SERVER['REQUEST_URI'] === '/12';
$server = new SoapServer(getenv('PARCELS_WSDL'), ['soap_version' => $is12 ? SOAP_1_2 : SOAP_1_1, 'cache_wsdl' => WSDL_CACHE_NONE]);
$server->setObject(new Parcels($server, $memory));
$server->handle();
