/** What train on save is doing, in the status bar: at work, and for a while what came of it. */
import * as vscode from 'vscode';
import type { Verdict } from './verdict';

const LINGER_MS = 30_000;

export class AdaptationStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('sequenceLab.trainOnSave', vscode.StatusBarAlignment.Left, 8);
  private hiding: NodeJS.Timeout | undefined;

  constructor() {
    this.item.name = 'Sequence Lab: Train on Save';
  }

  begin(document: string, steps: number): void { this.progress(document, 0, steps); }

  progress(document: string, step: number, steps: number): void {
    clearTimeout(this.hiding);
    this.item.text = `$(sync~spin) Learning from ${document.replaceAll('$(', '$ (')} ${step}/${steps}`;
    this.item.tooltip = 'Sequence Lab: train on save';
    this.item.show();
  }

  show({ text, brief, accepted }: Verdict): void {
    clearTimeout(this.hiding);
    this.item.text = `$(${accepted ? 'check' : 'circle-slash'}) ${brief}`;
    this.item.tooltip = `${text}.\n${accepted ? '“Sequence Lab: Undo Train on Save” goes back.' : 'The model is as it was.'}`;
    this.item.show();
    this.hiding = setTimeout(() => this.item.hide(), LINGER_MS);
  }

  hide(): void {
    clearTimeout(this.hiding);
    this.item.hide();
  }

  dispose(): void {
    clearTimeout(this.hiding);
    this.item.dispose();
  }
}
