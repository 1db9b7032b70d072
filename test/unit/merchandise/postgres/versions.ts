/**
 * The versions of a merchandise database as they were released: the tables, and what the servers of each version run on them. A version that was released
 * is never changed here; a new one is added with the statements of the release before it.
 */

/** One version. */
export interface ReleasedVersion {
  readonly version: number;
  /** What makes its tables, or leads to them from those of the version before. */
  readonly migration: string;
  /** What its servers run. */
  readonly statements: readonly ReleasedStatement[];
}

/** A statement, and the rows that it gives or changes at least. */
export interface ReleasedStatement {
  readonly text: string;
  /** Of a number that is not used yet. */
  readonly values: (number: string) => readonly unknown[];
  readonly rows: number;
}

const item = { number: "", description: "A tyre", unit: "EA", currency: "EUR", prices: [{ from: "0", amount: "1" }] };

const first: ReleasedVersion = {
  version: 1,
  migration: `
      CREATE TABLE soapwright_item (number text COLLATE "C" PRIMARY KEY, entry jsonb NOT NULL);
      CREATE TABLE soapwright_item_text (number text COLLATE "C" PRIMARY KEY, position integer NOT NULL, folded text COLLATE "C" NOT NULL);
      CREATE TABLE soapwright_stock (number text COLLATE "C" PRIMARY KEY, level jsonb NOT NULL);
      CREATE TABLE soapwright_scheme (id text COLLATE "C" PRIMARY KEY, position integer NOT NULL, scheme jsonb NOT NULL);
      CREATE SEQUENCE soapwright_order_number;
      CREATE TABLE soapwright_order (
        transaction_id text COLLATE "C" PRIMARY KEY, order_id text NOT NULL UNIQUE, buyer text NOT NULL,
        placed_at timestamptz NOT NULL DEFAULT now(), placed jsonb NOT NULL
      );
      CREATE TABLE soapwright_report (
        key text COLLATE "C" PRIMARY KEY, kind text NOT NULL, buyer text NOT NULL, taken_at timestamptz NOT NULL DEFAULT now(), report jsonb NOT NULL,
        taken jsonb NOT NULL
      );
      CREATE TABLE soapwright_receipt (
        buyer text COLLATE "C" NOT NULL, kind text NOT NULL, number text COLLATE "C" NOT NULL, issue_date text COLLATE "C" NOT NULL,
        header jsonb NOT NULL, document jsonb NOT NULL, PRIMARY KEY (buyer, kind, number)
      );
      CREATE INDEX soapwright_receipt_age ON soapwright_receipt (buyer, kind, issue_date);
    `,
  statements: [
    {
      text: "INSERT INTO soapwright_item SELECT * FROM unnest($1::text[], $2::jsonb[])",
      values: (number) => [[number], [JSON.stringify({ item: { ...item, number } })]],
      rows: 1,
    },
    {
      text: "INSERT INTO soapwright_item_text SELECT * FROM unnest($1::text[], $2::integer[], $3::text[])",
      values: (number) => [[number], [1], [`${number}\na tyre`]],
      rows: 1,
    },
    {
      text: "INSERT INTO soapwright_stock SELECT * FROM unnest($1::text[], $2::jsonb[])",
      values: (number) => [[number], ['{"quantity":"3"}']],
      rows: 1,
    },
    {
      text: "INSERT INTO soapwright_scheme VALUES ($1, $2, $3)",
      values: (number) => [number, 1, JSON.stringify({ id: number, content: { kind: "published", uri: "https://s.example" } })],
      rows: 1,
    },
    {
      text: "SELECT number, entry, level FROM soapwright_item LEFT JOIN soapwright_stock USING (number) WHERE number = ANY($1)",
      values: (number) => [[number]],
      rows: 1,
    },
    {
      text: "SELECT (array_agg(number ORDER BY position))[1:$1] AS numbers, count(*) AS total FROM soapwright_item_text WHERE true AND folded LIKE $2",
      values: () => [10, "%tyre%"],
      rows: 1,
    },
    {
      text: `INSERT INTO soapwright_order (transaction_id, order_id, buyer, placed) SELECT $1, 'SO-' || nextval('soapwright_order_number'), $2, $3
               WHERE NOT EXISTS (SELECT 1 FROM soapwright_order WHERE transaction_id = $1) ON CONFLICT (transaction_id) DO NOTHING`,
      values: (number) => [number, '["4711",null]', "{}"],
      rows: 1,
    },
    { text: "SELECT order_id FROM soapwright_order WHERE transaction_id = $1", values: (number) => [number], rows: 1 },
    {
      text: "INSERT INTO soapwright_report (key, kind, buyer, report, taken) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
      values: (number) => [number, "B2BStock", '["4711",null]', "{}", '{"known":[true]}'],
      rows: 1,
    },
    { text: "SELECT taken FROM soapwright_report WHERE key = $1", values: (number) => [number], rows: 1 },
    {
      text: `INSERT INTO soapwright_receipt (buyer, kind, number, issue_date, header, document) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (buyer, kind, number) DO UPDATE SET issue_date = excluded.issue_date, header = excluded.header, document = excluded.document`,
      values: (number) => ['["4711",null]', "Offer", number, "2026-01-01", JSON.stringify({ number, issueDate: "2026-01-01" }), "{}"],
      rows: 1,
    },
    {
      text: "SELECT header FROM soapwright_receipt WHERE buyer = $1 AND kind = $2 AND issue_date BETWEEN $3 AND $4",
      values: () => ['["4711",null]', "Offer", "", "9999-12-31"],
      rows: 1,
    },
  ],
};

export const releasedVersions: readonly ReleasedVersion[] = [
  first,
  {
    version: 2,
    migration: `
      CREATE FUNCTION soapwright_short_words(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
        SELECT letters || ARRAY(SELECT a || b FROM unnest(letters, letters[2:]) AS pair(a, b) WHERE a NOT IN (' ', E'\\n') AND b NOT IN (' ', E'\\n'))
        FROM string_to_array($1, NULL) AS letters
      $$;
      CREATE INDEX soapwright_item_text_short ON soapwright_item_text USING gin (soapwright_short_words(folded));
      ALTER INDEX soapwright_item_text_short ALTER COLUMN 1 SET STATISTICS 0;
    `,
    statements: [
      ...first.statements,
      {
        text: `SELECT to_json((array_agg(number ORDER BY position))[1:$1]) AS numbers, count(*) AS total FROM soapwright_item_text
               WHERE true AND folded LIKE $2 AND soapwright_short_words(folded) @> $3::text[]`,
        values: () => [10, "%ty%", ["ty"]],
        rows: 1,
      },
    ],
  },
];
