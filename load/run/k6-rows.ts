/**
 * k6's CSV output, line by line: its columns depend on the script's `systemTags`, so the first line
 * says where what is. Rows of metrics that nobody asked for are passed over unread: k6 writes a
 * dozen for each sign-in.
 */
export interface K6Row {
  metric: string;
  atMs: number;
  value: number;
  tags: Readonly<Record<string, string>>;
}

export interface K6Rows {
  /** Text as it comes, cut anywhere. */
  take(text: string): readonly K6Row[];
}

export function createK6Rows(wanted: ReadonlySet<string>): K6Rows {
  let rest = '';
  let columns: readonly string[] | undefined;
  return {
    take(text) {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      const rows: K6Row[] = [];
      for (const line of lines) {
        if (columns === undefined) columns = splitFields(line);
        else if (wanted.has(line.slice(0, line.indexOf(',')))) rows.push(readRow(line, columns));
      }
      return rows;
    },
  };
}

const OWN_COLUMNS = ['metric_name', 'timestamp', 'metric_value', 'extra_tags', 'metadata'];

function readRow(line: string, columns: readonly string[]): K6Row {
  const fields = splitFields(line);
  const tags: Record<string, string> = {};
  for (const [at, column] of columns.entries()) {
    const value = fields[at] ?? '';
    if (column === 'extra_tags') addExtra(tags, value);
    else if (value !== '' && !OWN_COLUMNS.includes(column)) tags[column] = value;
  }
  const [metric = '', atMs, value] = fields;
  return { metric, atMs: Number(atMs), value: Number(value), tags };
}

/** `result=0&deed=signIn` */
function addExtra(tags: Record<string, string>, text: string): void {
  for (const pair of text === '' ? [] : text.split('&')) {
    const at = pair.indexOf('=');
    if (at > 0) tags[pair.slice(0, at)] = pair.slice(at + 1);
  }
}

/** Quotes are rare: only values with a comma or a quote in them have any. */
function splitFields(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(',');
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => {
    return quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"');
  });
}
