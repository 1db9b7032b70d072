/**
 * The services with their operations, and the operation that was picked.
 */
import { useSignal } from "@preact/signals";
import { configuration, type ShownService } from "./configuration.js";
import { type ContractDescription, contractOf, loadContract, type OperationDescription } from "./contract.js";
import { OperationView } from "./operation.js";
import { linkTo, path } from "./route.js";
import { t } from "./settings.js";

export function Explore() {
  const [, serviceId, key, binding] = path.value;
  const service = configuration.services.find(({ id }) => id === serviceId) ?? configuration.services[0];
  if (service === undefined)
    return (
      <main id="content" class="empty" tabIndex={-1}>
        {t("noOperation")}
      </main>
    );
  const contract = contractOf(service.id);
  const operation = contract.kind === "loaded" ? contract.value.operations.find((each) => each.key === key) : undefined;
  return (
    <div class={`explore${operation === undefined ? "" : " picked"}`}>
      <nav class="side" aria-label={t("operations")}>
        <Services chosen={service} />
        {contract.kind === "loaded" ? <Operations service={service} contract={contract.value} chosen={key} /> : <Skeleton lines={8} />}
      </nav>
      <main id="content" tabIndex={-1}>
        {contract.kind === "failed" && <Failed reason={contract.reason} retry={() => void loadContract(service.id)} />}
        {contract.kind === "loading" && <Skeleton lines={5} />}
        {contract.kind === "loaded" &&
          (operation === undefined ? (
            <Overview service={service} contract={contract.value} />
          ) : (
            <OperationView
              key={`${service.id} ${operation.key}`}
              service={service}
              contract={contract.value}
              operation={operation}
              binding={binding}
            />
          ))}
      </main>
    </div>
  );
}

function Services({ chosen }: { readonly chosen: ShownService }) {
  return (
    <ul class="services">
      {configuration.services.map(({ id, title }) => (
        <li key={id}>
          <a href={linkTo("explore", id)} aria-current={id === chosen.id ? "true" : undefined}>
            {title}
          </a>
        </li>
      ))}
    </ul>
  );
}

interface OperationsProps {
  readonly service: ShownService;
  readonly contract: ContractDescription;
  readonly chosen: string | undefined;
}

function Operations({ service, contract, chosen }: OperationsProps) {
  const wanted = useSignal("");
  const word = wanted.value.trim().toLowerCase();
  const found = contract.operations.filter(({ key }) => key.toLowerCase().includes(word));
  const portTypes = [...new Set(found.map(({ portType }) => portType))];
  return (
    <>
      <input
        type="search"
        class="filter"
        placeholder={t("filter")}
        aria-label={t("filter")}
        value={wanted.value}
        onInput={(event) => {
          wanted.value = event.currentTarget.value;
        }}
      />
      {found.length === 0 && <p class="quiet">{t("noOperation")}</p>}
      {portTypes.map((portType) => (
        <section key={portType} class="group">
          <h2>{portType}</h2>
          <ul>
            {found
              .filter((operation) => operation.portType === portType)
              .map(({ key, name }) => (
                <li key={key}>
                  <a href={linkTo("explore", service.id, key)} aria-current={key === chosen ? "page" : undefined}>
                    {name}
                  </a>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Overview({ service, contract }: Omit<OperationsProps, "chosen">) {
  const portTypes = [...new Map(contract.operations.map((operation) => [operation.portType, operation])).values()];
  return (
    <article class="overview">
      <h1>{service.title}</h1>
      {contract.services.map(({ name, documentation }) => documentation && <Prose key={name} text={documentation} />)}
      <p class="lead">
        {t("welcome")} {t("welcomeHint")}
      </p>
      <ul class="cards">
        {portTypes.map(({ portType, portTypeDocumentation }) => {
          const operations = contract.operations.filter((each) => each.portType === portType);
          return (
            <li key={portType} class="card">
              <h2>{portType}</h2>
              {portTypeDocumentation && <p>{firstSentence(portTypeDocumentation)}</p>}
              <Links service={service} operations={operations} />
            </li>
          );
        })}
      </ul>
      <Ports contract={contract} />
    </article>
  );
}

/** Operations that a card names; the others are in the list beside. */
const namedOperations = 5;

function Links({ service, operations }: { readonly service: ShownService; readonly operations: readonly OperationDescription[] }) {
  return (
    <p class="links">
      {operations.slice(0, namedOperations).map(({ key, name }) => (
        <a key={key} href={linkTo("explore", service.id, key)}>
          {name}
        </a>
      ))}
      {operations.length > namedOperations && <span class="quiet">+{operations.length - namedOperations}</span>}
    </p>
  );
}

function Ports({ contract }: { readonly contract: ContractDescription }) {
  const addresses = new Map<string, Set<string>>();
  for (const { ports } of contract.services) {
    for (const { address, binding } of ports) {
      const protocols = addresses.get(address) ?? new Set();
      addresses.set(address, protocols.add(contract.bindings[binding]?.protocol ?? ""));
    }
  }
  if (addresses.size === 0) return null;
  return (
    <section class="ports">
      <h2>{t("address")}</h2>
      <dl>
        {[...addresses].map(([address, protocols]) => (
          <div key={address}>
            <dt>{[...protocols].join(", ")}</dt>
            <dd>
              <code>{address}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function Prose({ text }: { readonly text: string }) {
  return (
    <div class="prose">
      {text.split(/\n\s*\n/).map((paragraph, index) => (
        <p key={index}>{paragraph}</p>
      ))}
    </div>
  );
}

export function firstSentence(text: string): string {
  return /^[\s\S]*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
}

export function Skeleton({ lines }: { readonly lines: number }) {
  return (
    <div class="skeleton" role="status" aria-label={t("loading")}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}

export function Failed({ reason, retry }: { readonly reason: string; readonly retry: () => void }) {
  return (
    <div class="notice bad" role="alert">
      <p>
        <strong>{t("failed")}</strong> {reason}
      </p>
      <button type="button" onClick={retry}>
        {t("retry")}
      </button>
    </div>
  );
}
