/**
 * What a benchmark needs to know of a trained run: its name, its layers, and text that it has not seen.
 *
 *     node out/bench/heldOut.js '{"run": "FOLDER", "part": "test"}'       prints one line of JSON
 */
import path from 'node:path';
import { heldOutText, type Part } from './heldOutText';
import { openRun } from '../src/training/openRun';

const { run, part } = JSON.parse(process.argv[2]) as { readonly run: string; readonly part: Part };
const opened = await openRun(path.resolve(run));
const { layers } = opened.experiment.model;
console.log(JSON.stringify({ name: opened.record.name, layers, text: heldOutText(opened, part) }));
