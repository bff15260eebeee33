import { readFileSync, statSync } from 'node:fs';
import { publicUrl } from '../config/config.ts';
import { errorCode } from '../error-code.ts';
import { Mistake } from '../registry/mistake.ts';
import { applyDocument, ApplyMistake, type Applied } from '../workspace/apply.ts';
import { MAX_FILE_BYTES, readWorkspace } from '../workspace/read-file.ts';
import { proofLine } from './account.ts';
import { asJson, only, parse } from './args.ts';
import { changeContext, withExistingStore, withStore, type Command } from './context.ts';
import { addressWarning, KEEP_SECRET } from './webhook.ts';

const flag = { type: 'boolean' } as const;
const OPTIONS = { 'dry-run': flag, 'exit-code': flag, prune: flag, 'no-connect': flag, json: flag } as const;
/** What `--exit-code` says of a difference: 1 and 2 are taken by what went wrong. */
const DIFFERENT = 3;

/** `apply`: makes the workspace as a file says. */
export const apply: Command = async (args, { env, print, prove }) => {
  const { values, positionals } = parse(args, OPTIONS, true);
  const { 'dry-run': dryRun = false, 'exit-code': exitCode = false, prune = false, json = false } = values;
  if (exitCode && !dryRun) throw new Mistake('--exit-code tells of a difference, so it needs --dry-run');
  const path = only(positionals, 'apply', 'file');
  const { document, told } = mended(path, () => readWorkspace(readFile(path)));
  const connect = values['no-connect'] === true || dryRun ? undefined : prove;
  // A dry run makes no database either.
  return (dryRun ? withExistingStore : withStore)(env, async (store, config) => {
    const warning = (document.webhooks ?? []).length > 0 && !dryRun ? addressWarning(config) : undefined;
    const applied = await applyDocument(changeContext(store, config), document, { prune, dryRun, prove: connect }).catch(
      (error: unknown) => {
        throw error instanceof ApplyMistake ? notApplied(path, error.problems.map(told)) : error;
      },
    );
    const webhooks = applied.webhooks.map(({ name, path }) => ({ name, url: `${publicUrl(config)}${path}` }));
    print(json ? asJson({ ...applied, webhooks, applied: !dryRun }) : report(applied, webhooks, dryRun));
    if (webhooks.length > 0) process.stderr.write(`${warning ?? ''}${KEEP_SECRET}`);
    if (exitCode && applied.lines.length > 0) return DIFFERENT;
    return applied.proofs.some(({ proof }) => proof.state !== 'connected') ? 1 : 0;
  });
};

function report(
  { lines, left, proofs }: Applied,
  webhooks: readonly { readonly name: string; readonly url: string }[],
  dryRun: boolean,
): string {
  return [
    ...(lines.length === 0 ? ['nothing to change'] : lines),
    ...left.map((what) => `  ${what} is not in the file, and is left: --prune would remove it`),
    ...(dryRun && lines.length > 0 ? ['', 'This was a dry run: nothing is changed.'] : []),
    ...webhooks.flatMap(({ name, url }) => ['', `The URL of the webhook ${name}:`, `  ${url}`]),
    ...(proofs.length === 0 ? [] : ['', ...proofs.map(({ id, proof }) => proofLine(id, proof))]),
    '',
  ].join('\n');
}

function mended<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof ApplyMistake
      ? notApplied(
          path,
          error.problems.map(({ text }) => text),
        )
      : error;
  }
}

function notApplied(path: string, problems: readonly string[]): Mistake {
  return new Mistake(
    `${JSON.stringify(path.slice(0, 300))} cannot be applied:\n${problems.map((text) => `- ${text}`).join('\n')}`,
  );
}

/** `-` is standard input. */
function readFile(path: string): string {
  const shown = JSON.stringify(path.slice(0, 300));
  const tooLarge = () => new Mistake(`the file ${shown} must be of at most 1 MiB`);
  try {
    if (path !== '-' && statSync(path).size > MAX_FILE_BYTES) throw tooLarge();
    const bytes = readFileSync(path === '-' ? 0 : path);
    if (bytes.length > MAX_FILE_BYTES) throw tooLarge();
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof Mistake) throw error;
    if (errorCode(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw new Mistake(`the file ${shown} must be UTF-8`);
    throw new Mistake(`the file ${shown} must be one that can be read, got ${errorCode(error)}`);
  }
}
