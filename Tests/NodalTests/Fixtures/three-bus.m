function mpc = three
%THREE  Three buses.
%{
mpc.baseMVA = 1;   a block of comment
%}
mpc.gencost = [            % before gen
  2, 1500, 250, 3, 0.02, 20, 100, 0;
  1  0     0    2  0 0 50 4000 ];
mpc.version = "2";
mpc.baseMVA = 100.0
mpc.bus = [
  1 3 0 0 0 0 1 1.02 0 230 1 1.1 0.9   % no semicolon
  2 1 100 30 1.5 -20 1 1 -2.5 230 1 1.1 ...
      0.9;
  30 2 50, 10, 0, 0, 2, 1, 0, 115, 3, Inf, -Inf; ];
mpc.gen = [
  1 80 0 100 -100 1.02 0 1 200 10 0 0 0 0 0 0 2.5 0 0 0 0.3;
  30 -20 0 Inf -Inf 1 100 1 0 -50 0 0 0 0 0 0 0 0 0 0 0;
];
mpc.branch = [
  1 2 0.01 0.1 0.02 250 0 Inf 0 0 1 -360 360;
  2 30 0 1/8 0 100 110 120 0.975 -15 1 -30 +30;
  1 30 0.02 2*0.1 0 0 0 0 1 0 0 0 0;
];
mpc.bus_name = { 'North ''one'''; "South"; 'East   ' };
mpc.gentype = { 'ST'; 'DL' };
mpc.genfuel = { 'coal'
  'load' };
mpc.areas = [1 1; 2 30];
mpc.dcline = [ 1 30 1 10 8.9 0 0 1.01 1 -60 60 -100 100 -100 100 1 0.01 ];
mpc.dclinecost = [ 2 0 0 2 7.3 0 ];
mpc.if.map = [ 1 -1; 1 2; 2 3 ];
mpc.if.lims = [ 1 -Inf 140; 2 -50 50 ];
mpc.reserves.zones = [ 1 1 ];
