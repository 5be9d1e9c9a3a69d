/**
 * Reads the SQL of one migration step and says what of it could trip a program of the release before.
 * It lets through what it knows to be harmless, and nothing else: a statement it does not understand
 * is an objection too.
 */

/** Lower case, but for what stands in quotes: that keeps its quotes. */
type Token = string;

type Statement = readonly Token[];

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|[\w$]+|[^\s\w]/g;

/** Objections to a step, in words; none where it only adds to the tables that were there. */
export function objectionsTo(sql: string, tablesBefore: ReadonlySet<string>): readonly string[] {
  const fresh = new Set<string>();
  return statementsOf(sql).flatMap((statement) => {
    const isOld = (table: string): boolean => tablesBefore.has(table) || !fresh.has(table);
    const why = objectionTo(statement, { tablesBefore, isOld });
    const created = createdTable(statement);
    if (created !== undefined) fresh.add(created.table);
    return why === undefined ? [] : [`${why}: ${statement.join(' ')}`];
  });
}

interface Known {
  readonly tablesBefore: ReadonlySet<string>;
  /** Not made by this very step. */
  readonly isOld: (table: string) => boolean;
}

function objectionTo(statement: Statement, known: Known): string | undefined {
  const table = createdTable(statement);
  if (table !== undefined) return objectionToTable(table, known);
  if (startsWith(statement, 'create', 'index')) return objectionToIndex(statement, known);
  if (startsWith(statement, 'create', 'unique', 'index')) {
    return known.isOld(indexedTable(statement))
      ? 'refuses what an old table took before'
      : undefined;
  }
  if (startsWith(statement, 'alter', 'table')) return objectionToColumn(statement);
  if (startsWith(statement, 'insert', 'into')) {
    return known.isOld(nameOf(statement[2])) ? 'writes into an old table' : undefined;
  }
  return 'is no expansion';
}

interface CreatedTable {
  readonly table: string;
  readonly rest: Statement;
}

function createdTable(statement: Statement): CreatedTable | undefined {
  if (!startsWith(statement, 'create', 'table')) return undefined;
  const at = startsWith(statement, 'create', 'table', 'if', 'not', 'exists') ? 5 : 2;
  return { table: nameOf(statement[at]), rest: statement.slice(at + 1) };
}

/** A table that names an old one as its parent has that refuse deletions it allowed before. */
function objectionToTable({ table, rest }: CreatedTable, known: Known): string | undefined {
  if (rest[0] !== '(') return 'is no plain table';
  if (known.tablesBefore.has(table)) return 'is there already';
  const parents = rest.flatMap((token, at) =>
    token === 'references' ? [nameOf(rest[at + 1])] : [],
  );
  return parents.some((parent) => parent !== table && known.isOld(parent))
    ? 'binds an old table'
    : undefined;
}

/** An index over plain columns takes every row; one over an expression can fail on what is written. */
function objectionToIndex(statement: Statement, { isOld }: Known): string | undefined {
  const columns = statement.slice(statement.indexOf('(') + 1);
  const isPlain = !columns.includes('(') && !columns.includes('-');
  return isPlain || !isOld(indexedTable(statement))
    ? undefined
    : 'may refuse a row by an expression';
}

const BINDING = ['check', 'unique', 'primary', 'references', 'generated', 'as', 'collate'];

/** Only a column that the program before can leave out, and that takes whatever it holds then. */
function objectionToColumn(statement: Statement): string | undefined {
  if (statement[3] !== 'add') return 'changes or removes what was there';
  const column = statement.slice(statement[4] === 'column' ? 5 : 4);
  const binding = BINDING.find((word) => column.slice(1).includes(word));
  if (binding !== undefined) return `binds an old table by ${binding}`;
  const isDemanded = column.some((token, at) => token === 'not' && column[at + 1] === 'null');
  const byDefault = column[column.indexOf('default') + 1];
  const hasDefault = column.includes('default') && byDefault !== 'null' && byDefault !== undefined;
  return isDemanded && !hasDefault ? 'demands a value of the program before' : undefined;
}

function indexedTable(statement: Statement): string {
  return nameOf(statement[statement.indexOf('on') + 1]);
}

function startsWith(statement: Statement, ...words: readonly string[]): boolean {
  return words.every((word, at) => statement[at] === word);
}

function nameOf(token: Token = ''): string {
  return token.replaceAll(/^["'`[]|["'`\]]$/g, '').toLowerCase();
}

/** A trigger's own statements are read as statements too: none of them is let through anyway. */
function statementsOf(sql: string): readonly Statement[] {
  const statements: Token[][] = [[]];
  for (const [text] of sql.matchAll(TOKEN)) {
    if (text.startsWith('--') || text.startsWith('/*')) continue;
    if (text === ';') statements.push([]);
    else statements.at(-1)?.push(/^[\w$]+$/.test(text) ? text.toLowerCase() : text);
  }
  return statements.filter((statement) => statement.length > 0);
}
