/** How errors reach the person at the keyboard: their own in our words as they are, ours with a way to the log. */
import * as vscode from 'vscode';
import { UserError } from '../errors/userError';
import { findErrorPlace, type ErrorPlace } from './errorPlace';

/** Thrown by a step that the user left with Escape; swallowed where the command began. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

export interface Action { readonly title: string; run(): unknown }

export class Problems {
  constructor(readonly log: vscode.LogOutputChannel) {}

  /**
   * Shows an error without waiting for it to be read. Further actions become buttons; there is always one, because VS Code cuts a
   * message without buttons to one line, and the remedy stands at its end.
   */
  show(error: unknown, ...actions: readonly Action[]): void {
    if (error instanceof Cancelled || error instanceof vscode.CancellationError) return;
    const message = error instanceof Error ? error.message : String(error);
    this.log.error(error instanceof Error && !(error instanceof UserError) ? error.stack ?? message : message);
    const buttons = [...actions, { title: 'Show Log', run: () => this.log.show(true) }];
    void offer(vscode.window.showErrorMessage(error instanceof UserError ? message : `Sequence Lab: ${message}`, ...buttons.map(({ title }) => title)), buttons);
  }

  /** Shows an error with a button that opens the file it names. @param baseFolder what a relative path in it is relative to */
  async showAt(error: unknown, baseFolder: string): Promise<void> {
    const place = error instanceof UserError ? await findErrorPlace(error.where, baseFolder) : null;
    this.show(error, ...(place === null ? [] : [{ title: `Open ${place.label}`, run: () => openPlace(place) }]));
  }

  /** Tells something, with buttons. */
  tell(message: string, ...actions: readonly Action[]): void {
    this.log.info(message);
    void offer(vscode.window.showInformationMessage(message, ...actions.map(({ title }) => title)), actions);
  }

  warn(message: string, ...actions: readonly Action[]): void {
    this.log.warn(message);
    void offer(vscode.window.showWarningMessage(message, ...actions.map(({ title }) => title)), actions);
  }

  /** Runs a command's work; whatever it throws is shown. */
  async guard<T>(work: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.show(error);
      return undefined;
    }
  }
}

async function openPlace({ path, line }: ErrorPlace): Promise<void> {
  const start = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
  await vscode.window.showTextDocument(vscode.Uri.file(path), { selection: new vscode.Range(start, start) });
}

async function offer(choice: Thenable<string | undefined>, actions: readonly Action[]): Promise<void> {
  const title = await choice;
  await actions.find((action) => action.title === title)?.run();
}
