/** How errors reach the person at the keyboard: their own in our words as they are, ours with a way to the log. */
import * as vscode from 'vscode';
import { UserError } from '../errors/userError';

/** Thrown by a step that the user left with Escape; swallowed where the command began. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

export interface Action { readonly title: string; run(): unknown }

export class Problems {
  constructor(readonly log: vscode.LogOutputChannel) {}

  /** Shows an error without waiting for it to be read. Further actions become buttons. */
  show(error: unknown, ...actions: readonly Action[]): void {
    if (error instanceof Cancelled || error instanceof vscode.CancellationError) return;
    const showLog: Action = { title: 'Show Log', run: () => this.log.show(true) };
    const message = error instanceof Error ? error.message : String(error);
    this.log.error(error instanceof Error && !(error instanceof UserError) ? error.stack ?? message : message);
    const buttons = error instanceof UserError ? actions : [...actions, showLog];
    void offer(vscode.window.showErrorMessage(error instanceof UserError ? message : `Sequence Lab: ${message}`, ...buttons.map(({ title }) => title)), buttons);
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

async function offer(choice: Thenable<string | undefined>, actions: readonly Action[]): Promise<void> {
  const title = await choice;
  await actions.find((action) => action.title === title)?.run();
}
