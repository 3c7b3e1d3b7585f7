// One slip by receiptline, as ESC/POS text in GB18030: node receiptline_slip.js PEERS FILE.
// Prints how many bytes it has.
const fs = require('fs');
const path = require('path');
const [peers, file] = process.argv.slice(2);
const receiptline = require(path.join(peers, 'node_modules', 'receiptline'));
const commands = receiptline.transform(fs.readFileSync(file, 'utf8'), {
  cpl: 48,
  encoding: 'gb18030',
  command: 'escpos',
  cutting: true,
});
console.log(Buffer.byteLength(commands, 'latin1'));
