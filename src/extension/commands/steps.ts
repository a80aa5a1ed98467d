/** A short dialogue of quick picks: each step can go back to the one before, Escape ends it all. */
import * as vscode from 'vscode';
import { Cancelled } from '../problems';

/** Thrown by a step whose Back button was pressed; `runSteps` catches it. */
class Back extends Error {
  override readonly name = 'Back';
}

export interface StepFrame {
  readonly title: string;
  readonly number: number;
  readonly of: number;
}

/** A step answers with the next one, or null when the dialogue is complete. */
export type Step = () => Promise<Step | null>;

/** Runs a dialogue. @throws Cancelled when the user leaves it */
export async function runSteps(first: Step): Promise<void> {
  const passed: Step[] = [];
  for (let step: Step | null = first; step !== null;) {
    try {
      const next: Step | null = await step();
      passed.push(step);
      step = next;
    } catch (error) {
      if (!(error instanceof Back)) throw error;
      step = passed.pop() ?? first;
    }
  }
}

export interface PickOptions<T extends vscode.QuickPickItem> extends StepFrame {
  readonly placeholder: string;
  readonly items: readonly T[] | Promise<readonly T[]>;
  readonly buttons?: readonly vscode.QuickInputButton[];
}

/** What was picked, and by which button of the title bar, if by one. @throws Cancelled, or what `runSteps` goes back by */
export function pick<T extends vscode.QuickPickItem>({ title, number, of, placeholder, items, buttons = [] }: PickOptions<T>): Promise<{ item: T; button: vscode.QuickInputButton | null }> {
  const input = vscode.window.createQuickPick<T>();
  input.title = title;
  [input.step, input.totalSteps] = [number, of];
  input.placeholder = placeholder;
  input.matchOnDescription = true;
  input.matchOnDetail = true;
  input.buttons = number > 1 ? [vscode.QuickInputButtons.Back, ...buttons] : buttons;
  return new Promise<{ item: T; button: vscode.QuickInputButton | null }>((resolve, reject) => {
    const answer = (button: vscode.QuickInputButton | null): void => {
      const item = input.activeItems.at(0);
      if (item) resolve({ item, button });
    };
    input.onDidAccept(() => answer(null));
    input.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) reject(new Back());
      else answer(button);
    });
    input.onDidHide(() => reject(new Cancelled()));
    void fill(input, items).catch(reject);
    input.show();
  }).finally(() => input.dispose());
}

async function fill<T extends vscode.QuickPickItem>(input: vscode.QuickPick<T>, items: readonly T[] | Promise<readonly T[]>): Promise<void> {
  if (Array.isArray(items)) {
    input.items = items as readonly T[];
    return;
  }
  input.busy = true;
  input.items = await items;
  input.busy = false;
}

/** Files by the editor's own dialogue. @throws Cancelled */
export async function browse(options: vscode.OpenDialogOptions): Promise<vscode.Uri> {
  const chosen = await vscode.window.showOpenDialog(options);
  if (!chosen?.[0]) throw new Cancelled();
  return chosen[0];
}
