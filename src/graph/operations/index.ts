/** Registers every operation. */
import './arithmetic';
import './elementwise';
import './indexing';
import './layout';
import './matMul';
import './reductions';
