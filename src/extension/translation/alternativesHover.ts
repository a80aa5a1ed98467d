/** Hover over a translated line: what it was translated from, and what else the model considered; a click puts another one in its place. */
import * as vscode from 'vscode';
import { UserError } from '../../errors/userError';
import type { Translation } from '../../protocol/messages';
import type { Problems } from '../problems';
import { outputsOf, type KnownTranslations } from './knownTranslations';
import { splitLines } from './lines';

/** For the links of the hover alone, so not among the palette's. */
const USE_ALTERNATIVE = '_sequenceLab.useTranslation';

/** What the link of an alternative carries. */
interface Choice { readonly uri: string; readonly line: number; readonly from: string; readonly to: string }

export function registerAlternativesHover(known: KnownTranslations, problems: Problems): vscode.Disposable {
  const hover = vscode.languages.registerHoverProvider('*', { provideHover: (document, position) => describe(known, document, position.line) });
  const closed = vscode.workspace.onDidCloseTextDocument(({ uri }) => known.forget(String(uri)));
  const use = vscode.commands.registerCommand(USE_ALTERNATIVE, (choice: Choice) => problems.guard(() => applyAlternative(choice)));
  return { dispose: () => { for (const part of [hover, closed, use]) part.dispose(); } };
}

function describe(known: KnownTranslations, document: vscode.TextDocument, line: number): vscode.Hover | undefined {
  const { range, text } = sentenceAt(document, line);
  const translation = known.find(String(document.uri), text);
  return translation ? new vscode.Hover(markdownOf(translation, text, { uri: String(document.uri), line }), range) : undefined;
}

function sentenceAt(document: vscode.TextDocument, line: number): { range: vscode.Range; text: string } {
  const [{ before, text }] = splitLines(document.lineAt(line).text);
  return { text, range: new vscode.Range(line, before.length, line, before.length + text.length) };
}

function markdownOf(translation: Translation, shown: string, place: Pick<Choice, 'uri' | 'line'>): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString('', true);
  markdown.isTrusted = { enabledCommands: [USE_ALTERNATIVE] };
  markdown.appendMarkdown('$(arrow-swap) Translated from: ').appendText(translation.source).appendMarkdown('\n\n');
  const scores = new Map([{ output: translation.output, score: translation.score }, ...translation.alternatives].map(({ output, score }) => [output, score]));
  const others = outputsOf(translation).filter((output) => output !== shown);
  if (others.length === 0) return markdown.appendMarkdown('The model considered nothing else.');
  markdown.appendMarkdown('The model also considered (score: log probability in nats, divided by the length penalty):\n\n');
  for (const output of others) {
    const choice: Choice = { ...place, from: shown, to: output };
    const link = `command:${USE_ALTERNATIVE}?${encodeURIComponent(JSON.stringify([choice]))}`;
    markdown.appendMarkdown('- ').appendText(output).appendMarkdown(` — ${scores.get(output)!.toFixed(2)} [use it](${link} "Put this translation in its place")\n`);
  }
  return markdown;
}

/** Puts an alternative in the place of what stands there; one step of undo. */
async function applyAlternative({ uri, line, from, to }: Choice): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  const sentence = line < document.lineCount ? sentenceAt(document, line) : null;
  if (sentence?.text !== from) throw new UserError('the line has changed since', document.fileName, 'hover over it again');
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, sentence.range, to);
  if (!await vscode.workspace.applyEdit(edit)) throw new UserError('the editor refused the change', document.fileName, 'check that the file can be written', 'unavailable');
}
