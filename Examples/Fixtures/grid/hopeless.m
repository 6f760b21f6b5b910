function mpc = hopeless
% The PJM five-bus system: F. Li, R. Bo, "Small test systems for power system economic studies",
% IEEE PES General Meeting, 2010. Line 4-5 is limited to 40 MW here
% and so is line 1-4, without which bus 4 cannot be served.
mpc.version = '2';
mpc.baseMVA = 100;

% bus type Pd Qd Gs Bs area Vm Va baseKV zone Vmax Vmin
mpc.bus = [
  1 2   0 0 0 0 1 1 0 230 1 1.1 0.9;
  2 1 300 0 0 0 1 1 0 230 1 1.1 0.9;
  3 2 300 0 0 0 1 1 0 230 1 1.1 0.9;
  4 3 400 0 0 0 1 1 0 230 1 1.1 0.9;
  5 2   0 0 0 0 1 1 0 230 1 1.1 0.9;
];

% bus Pg Qg Qmax Qmin Vg mBase status Pmax Pmin
mpc.gen = [
  1  40 0 0 0 1 100 1  40 0;
  1 170 0 0 0 1 100 1 170 0;
  3 320 0 0 0 1 100 1 420 0;
  4   0 0 0 0 1 100 1   0 0;
  5 470 0 0 0 1 100 1 600 0;
];

% fbus tbus r x b rateA rateB rateC ratio angle status angmin angmax
mpc.branch = [
  1 2 0.00281 0.0281 0 400 400 400 0 0 1 -360 360;
  1 4 0.00304 0.0304 0  40  40  40 0 0 1 -360 360;
  1 5 0.00064 0.0064 0   0   0   0 0 0 1 -360 360;
  2 3 0.00108 0.0108 0  40  40  40 0 0 1 -360 360;
  3 4 0.00297 0.0297 0   0   0   0 0 0 1 -360 360;
  4 5 0.00297 0.0297 0  40  40  40 0 0 1 -360 360;
];

% model startup shutdown n c1 c0
mpc.gencost = [
  2 0 0 2 14 0;
  2 0 0 2 15 0;
  2 0 0 2 30 0;
  2 0 0 2 40 0;
  2 0 0 2 10 0;
];
