/** The recurrent cells by name. */
import type { Cell } from './cell';
import { gruCell } from './gruCell';
import { lstmCell } from './lstmCell';
import type { RecurrentCellName } from './model';
import { rnnCell } from './rnnCell';

export const cells: Readonly<Record<RecurrentCellName, Cell>> = { rnn: rnnCell, lstm: lstmCell, gru: gruCell };
