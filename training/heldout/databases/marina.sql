CREATE TABLE owners (
  id INTEGER PRIMARY KEY,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  email TEXT,
  phone TEXT,
  town TEXT,
  joined_on TEXT NOT NULL,
  newsletter INTEGER NOT NULL DEFAULT 0
);

INSERT INTO owners VALUES (1, 'Tamsin', 'Pascoe', 'tamsin.pascoe@example.org', '01326 550142', 'Falmouth', '2023-11-04', 1);
INSERT INTO owners VALUES (2, 'Graham', 'Hollis', 'graham.hollis@example.org', '01326 550981', 'Falmouth', '2024-02-19', 0);
INSERT INTO owners VALUES (3, 'Priya', 'Nandakumar', 'priya.nandakumar@example.org', '0117 496 0322', 'Bristol', '2024-03-08', 1);
INSERT INTO owners VALUES (4, 'Ewan', 'McAllister', 'ewan.mcallister@example.org', NULL, 'Plymouth', '2024-03-30', 0);
INSERT INTO owners VALUES (5, 'Jowan', 'Trelawney', 'jowan.trelawney@example.org', '01872 555013', 'Truro', '2024-05-12', 1);
INSERT INTO owners VALUES (6, 'Sophie', 'Lambert', 'sophie.lambert@example.org', '01392 558870', 'Exeter', '2024-05-27', 1);
INSERT INTO owners VALUES (7, 'Derek', 'Wainwright', 'derek.wainwright@example.org', '01326 551774', 'Penryn', '2024-07-01', 0);
INSERT INTO owners VALUES (8, 'Kerensa', 'Bolitho', 'kerensa.bolitho@example.org', NULL, 'Penryn', '2024-08-15', 1);
INSERT INTO owners VALUES (9, 'Nicholas', 'Abara', 'nicholas.abara@example.org', '020 7946 0418', 'London', '2024-09-22', 0);
INSERT INTO owners VALUES (10, 'Helen', 'Chegwidden', 'helen.chegwidden@example.org', '01872 555640', 'Truro', '2024-11-03', 1);
INSERT INTO owners VALUES (11, 'Matteo', 'Ferrante', 'matteo.ferrante@example.org', '01752 559021', 'Plymouth', '2025-01-18', 1);
INSERT INTO owners VALUES (12, 'Ruth', 'Osborne', 'ruth.osborne@example.org', NULL, 'Falmouth', '2025-02-11', 0);
INSERT INTO owners VALUES (13, 'Callum', 'Rees', 'callum.rees@example.org', '0117 496 0787', 'Bristol', '2025-03-05', 0);
INSERT INTO owners VALUES (14, 'Annika', 'Lindqvist', 'annika.lindqvist@example.org', '01326 552230', 'Falmouth', '2025-04-20', 1);
INSERT INTO owners VALUES (15, 'Peter', 'Goldsworthy', 'peter.goldsworthy@example.org', '01872 555199', 'Truro', '2025-05-16', 0);
INSERT INTO owners VALUES (16, 'Yasmin', 'Haddad', 'yasmin.haddad@example.org', '020 7946 0930', 'London', '2025-06-24', 1);
INSERT INTO owners VALUES (17, 'Martin', 'Tregenza', 'martin.tregenza@example.org', '01326 553412', 'Penryn', '2025-09-09', 1);
INSERT INTO owners VALUES (18, 'Louise', 'Carver', 'louise.carver@example.org', '01392 558113', 'Exeter', '2025-10-30', 0);
INSERT INTO owners VALUES (19, 'Simon', 'Uglow', 'simon.uglow@example.org', NULL, 'Plymouth', '2026-01-25', 1);
INSERT INTO owners VALUES (20, 'Bethan', 'Price', 'bethan.price@example.org', '0117 496 0155', 'Bristol', '2026-03-14', 0);
INSERT INTO owners VALUES (21, 'Oliver', 'Kitto', 'oliver.kitto@example.org', '01326 554006', 'Falmouth', '2026-04-02', 1);
INSERT INTO owners VALUES (22, 'Fiona', 'Drummond', 'fiona.drummond@example.org', '020 7946 0561', 'London', '2026-06-19', 0);
INSERT INTO owners VALUES (23, 'Harry', 'Nance', 'harry.nance@example.org', '01872 555822', 'Truro', '2026-08-07', 1);
INSERT INTO owners VALUES (24, 'Ingrid', 'Solberg', 'ingrid.solberg@example.org', '01392 558649', 'Exeter', '2026-10-12', 1);

CREATE TABLE boats (
  id INTEGER PRIMARY KEY,
  owner_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  boat_type TEXT NOT NULL,
  length_m REAL NOT NULL,
  year_built INTEGER,
  insurance_expires TEXT,
  FOREIGN KEY (owner_id) REFERENCES owners(id)
);

INSERT INTO boats VALUES (1, 1, 'Morvoren', 'sailing yacht', 11.3, 2004, '2027-03-31');
INSERT INTO boats VALUES (2, 1, 'Gwylan', 'dayboat', 5.2, 1998, NULL);
INSERT INTO boats VALUES (3, 2, 'Second Wind', 'sailing yacht', 9.8, 1991, '2026-12-15');
INSERT INTO boats VALUES (4, 3, 'Chai Clipper', 'motor cruiser', 12.6, 2016, '2027-05-01');
INSERT INTO boats VALUES (5, 4, 'Ben Nevis', 'sailing yacht', 13.4, 2009, '2026-10-05');
INSERT INTO boats VALUES (6, 5, 'Kestrel', 'dayboat', 6.1, 2012, '2027-02-10');
INSERT INTO boats VALUES (7, 5, 'Lady Jowan', 'motor cruiser', 10.4, 2001, '2026-09-18');
INSERT INTO boats VALUES (8, 5, 'Seaspray', 'RIB', 7.3, 2020, '2027-01-22');
INSERT INTO boats VALUES (9, 6, 'Petite Marie', 'sailing yacht', 8.7, 1986, NULL);
INSERT INTO boats VALUES (10, 7, 'Old Faithful', 'motor cruiser', 8.2, 1979, '2026-12-01');
INSERT INTO boats VALUES (11, 8, 'Lowena', 'sailing yacht', 10.1, 1995, '2027-04-14');
INSERT INTO boats VALUES (12, 9, 'Capital Gain', 'motor cruiser', 15.8, 2021, '2027-06-30');
INSERT INTO boats VALUES (13, 10, 'Tide Tables', 'sailing yacht', 9.3, 1988, '2026-11-30');
INSERT INTO boats VALUES (14, 11, 'Bella Vita', 'catamaran', 13.9, 2018, '2027-08-12');
INSERT INTO boats VALUES (15, 11, 'Pronto', 'RIB', 6.8, 2022, '2027-08-12');
INSERT INTO boats VALUES (16, 12, 'Curlew', 'dayboat', 5.7, 2003, NULL);
INSERT INTO boats VALUES (17, 13, 'Draig Goch', 'sailing yacht', 12.2, 2007, '2027-03-03');
INSERT INTO boats VALUES (18, 14, 'Norrsken', 'catamaran', 12.8, 2015, '2027-07-19');
INSERT INTO boats VALUES (19, 14, 'Skerry', 'dayboat', 4.9, 2019, '2027-07-19');
INSERT INTO boats VALUES (20, 15, 'Wheal Hope', 'motor cruiser', 9.6, 1999, '2026-08-28');
INSERT INTO boats VALUES (21, 16, 'Zephyr', 'sailing yacht', 14.5, 2019, '2027-05-25');
INSERT INTO boats VALUES (22, 17, 'Pendennis Lass', 'RIB', 8.4, 2017, '2026-12-20');
INSERT INTO boats VALUES (23, 17, 'Marazion', 'sailing yacht', 10.8, 2002, '2027-02-27');
INSERT INTO boats VALUES (24, 18, 'Quiet Morning', 'motor cruiser', 11.7, 2011, '2027-01-08');
INSERT INTO boats VALUES (25, 19, 'Storm Petrel', 'sailing yacht', 11.9, 2013, '2027-09-01');
INSERT INTO boats VALUES (26, 20, 'Avonmouth Belle', 'motor cruiser', 10.9, 2006, NULL);
INSERT INTO boats VALUES (27, 21, 'Kittiwake', 'catamaran', 11.1, 2010, '2027-04-05');
INSERT INTO boats VALUES (28, 22, 'Thistle', 'sailing yacht', 9.1, 1993, '2027-06-06');

CREATE TABLE berths (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  pontoon TEXT NOT NULL,
  max_length_m REAL NOT NULL,
  annual_fee REAL NOT NULL,
  has_power INTEGER NOT NULL
);

INSERT INTO berths VALUES (1, 'A01', 'A', 6.0, 1180.0, 0);
INSERT INTO berths VALUES (2, 'A02', 'A', 6.0, 1210.0, 0);
INSERT INTO berths VALUES (3, 'A03', 'A', 7.5, 1450.0, 0);
INSERT INTO berths VALUES (4, 'A04', 'A', 7.5, 1475.0, 1);
INSERT INTO berths VALUES (5, 'A05', 'A', 8.0, 1590.0, 1);
INSERT INTO berths VALUES (6, 'B01', 'B', 10.0, 2240.0, 1);
INSERT INTO berths VALUES (7, 'B02', 'B', 10.0, 2240.0, 1);
INSERT INTO berths VALUES (8, 'B03', 'B', 10.0, 2190.0, 0);
INSERT INTO berths VALUES (9, 'B04', 'B', 11.0, 2460.0, 1);
INSERT INTO berths VALUES (10, 'B05', 'B', 11.0, 2420.0, 0);
INSERT INTO berths VALUES (11, 'B06', 'B', 12.0, 2715.0, 1);
INSERT INTO berths VALUES (12, 'C01', 'C', 12.0, 2890.0, 1);
INSERT INTO berths VALUES (13, 'C02', 'C', 12.0, 2840.0, 0);
INSERT INTO berths VALUES (14, 'C03', 'C', 13.0, 3150.0, 1);
INSERT INTO berths VALUES (15, 'C04', 'C', 13.0, 3190.0, 1);
INSERT INTO berths VALUES (16, 'C05', 'C', 14.0, 3420.0, 1);
INSERT INTO berths VALUES (17, 'C06', 'C', 14.0, 3360.0, 0);
INSERT INTO berths VALUES (18, 'D01', 'D', 15.0, 3980.0, 1);
INSERT INTO berths VALUES (19, 'D02', 'D', 16.0, 4350.0, 1);
INSERT INTO berths VALUES (20, 'D03', 'D', 18.0, 5120.0, 1);
INSERT INTO berths VALUES (21, 'D04', 'D', 20.0, 5875.0, 1);
INSERT INTO berths VALUES (22, 'D05', 'D', 15.0, 3890.0, 0);

CREATE TABLE berth_contracts (
  id INTEGER PRIMARY KEY,
  boat_id INTEGER NOT NULL,
  berth_id INTEGER NOT NULL,
  start_date TEXT NOT NULL,
  end_date TEXT NOT NULL,
  status TEXT NOT NULL,
  FOREIGN KEY (boat_id) REFERENCES boats(id),
  FOREIGN KEY (berth_id) REFERENCES berths(id)
);

INSERT INTO berth_contracts VALUES (1, 3, 8, '2024-03-01', '2025-02-28', 'ended');
INSERT INTO berth_contracts VALUES (2, 1, 11, '2024-04-01', '2025-03-31', 'ended');
INSERT INTO berth_contracts VALUES (3, 4, 14, '2024-04-15', '2025-04-14', 'ended');
INSERT INTO berth_contracts VALUES (4, 5, 16, '2024-05-01', '2025-04-30', 'ended');
INSERT INTO berth_contracts VALUES (5, 7, 9, '2024-06-01', '2025-05-31', 'ended');
INSERT INTO berth_contracts VALUES (6, 10, 6, '2024-08-01', '2025-07-31', 'ended');
INSERT INTO berth_contracts VALUES (7, 13, 7, '2024-12-01', '2025-11-30', 'ended');
INSERT INTO berth_contracts VALUES (8, 9, 10, '2024-07-01', '2025-06-30', 'cancelled');
INSERT INTO berth_contracts VALUES (9, 12, 19, '2024-10-01', '2025-09-30', 'ended');
INSERT INTO berth_contracts VALUES (10, 20, 10, '2025-06-01', '2026-05-31', 'ended');
INSERT INTO berth_contracts VALUES (11, 3, 8, '2025-03-01', '2026-02-28', 'ended');
INSERT INTO berth_contracts VALUES (12, 21, 22, '2025-07-15', '2026-01-14', 'cancelled');
INSERT INTO berth_contracts VALUES (13, 16, 2, '2025-04-01', '2026-03-31', 'ended');
INSERT INTO berth_contracts VALUES (14, 17, 15, '2025-03-15', '2026-03-14', 'ended');
INSERT INTO berth_contracts VALUES (15, 14, 17, '2025-02-01', '2026-01-31', 'cancelled');
INSERT INTO berth_contracts VALUES (16, 18, 14, '2025-05-01', '2026-04-30', 'ended');
INSERT INTO berth_contracts VALUES (17, 24, 11, '2025-11-15', '2026-11-14', 'ended');
INSERT INTO berth_contracts VALUES (18, 1, 11, '2026-01-01', '2026-12-31', 'active');
INSERT INTO berth_contracts VALUES (19, 3, 8, '2026-03-01', '2027-02-28', 'active');
INSERT INTO berth_contracts VALUES (20, 17, 15, '2026-03-15', '2027-03-14', 'active');
INSERT INTO berth_contracts VALUES (21, 12, 19, '2025-12-01', '2026-11-30', 'active');
INSERT INTO berth_contracts VALUES (22, 6, 3, '2026-04-01', '2027-03-31', 'active');
INSERT INTO berth_contracts VALUES (23, 14, 16, '2026-02-15', '2027-02-14', 'active');
INSERT INTO berth_contracts VALUES (24, 18, 14, '2026-05-01', '2027-04-30', 'active');
INSERT INTO berth_contracts VALUES (25, 21, 18, '2026-04-10', '2027-04-09', 'active');
INSERT INTO berth_contracts VALUES (26, 11, 9, '2026-06-01', '2027-05-31', 'active');
INSERT INTO berth_contracts VALUES (27, 25, 12, '2026-02-01', '2027-01-31', 'active');
INSERT INTO berth_contracts VALUES (28, 15, 4, '2026-02-15', '2027-02-14', 'active');
INSERT INTO berth_contracts VALUES (29, 28, 6, '2026-07-01', '2027-06-30', 'active');
INSERT INTO berth_contracts VALUES (30, 27, 13, '2026-04-20', '2027-04-19', 'active');
INSERT INTO berth_contracts VALUES (31, 10, 7, '2026-08-01', '2027-07-31', 'active');
INSERT INTO berth_contracts VALUES (32, 26, 10, '2026-09-01', '2027-08-31', 'active');
INSERT INTO berth_contracts VALUES (33, 8, 5, '2026-05-10', '2027-05-09', 'active');

CREATE TABLE service_jobs (
  id INTEGER PRIMARY KEY,
  boat_id INTEGER NOT NULL,
  job_type TEXT NOT NULL,
  scheduled_for TEXT NOT NULL,
  completed_on TEXT,
  price REAL NOT NULL,
  status TEXT NOT NULL,
  paid INTEGER NOT NULL DEFAULT 0,
  FOREIGN KEY (boat_id) REFERENCES boats(id)
);

INSERT INTO service_jobs VALUES (1, 1, 'antifouling', '2024-04-02', '2024-04-05', 640.0, 'completed', 1);
INSERT INTO service_jobs VALUES (2, 3, 'rigging check', '2024-05-13', '2024-05-13', 185.0, 'completed', 1);
INSERT INTO service_jobs VALUES (3, 5, 'lift-out', '2024-10-07', '2024-10-07', 310.0, 'completed', 1);
INSERT INTO service_jobs VALUES (4, 5, 'winter storage', '2024-10-08', '2025-03-18', 895.0, 'completed', 1);
INSERT INTO service_jobs VALUES (5, 12, 'engine service', '2024-11-11', '2024-11-14', 1320.0, 'completed', 1);
INSERT INTO service_jobs VALUES (6, 4, 'engine service', '2025-02-24', '2025-02-26', 980.0, 'completed', 1);
INSERT INTO service_jobs VALUES (7, 1, 'antifouling', '2025-03-31', '2025-04-03', 665.0, 'completed', 1);
INSERT INTO service_jobs VALUES (8, 10, 'engine service', '2025-04-14', '2025-04-17', 745.0, 'completed', 0);
INSERT INTO service_jobs VALUES (9, 13, 'hull cleaning', '2025-05-06', '2025-05-06', 140.0, 'completed', 1);
INSERT INTO service_jobs VALUES (10, 17, 'rigging check', '2025-05-19', '2025-05-20', 225.0, 'completed', 1);
INSERT INTO service_jobs VALUES (11, 6, 'hull cleaning', '2025-06-10', NULL, 95.0, 'cancelled', 0);
INSERT INTO service_jobs VALUES (12, 14, 'antifouling', '2025-06-16', '2025-06-20', 1150.0, 'completed', 1);
INSERT INTO service_jobs VALUES (13, 18, 'electrical repair', '2025-07-08', '2025-07-10', 430.0, 'completed', 1);
INSERT INTO service_jobs VALUES (14, 7, 'engine service', '2025-08-04', '2025-08-07', 810.0, 'completed', 0);
INSERT INTO service_jobs VALUES (15, 21, 'lift-out', '2025-10-13', '2025-10-13', 395.0, 'completed', 1);
INSERT INTO service_jobs VALUES (16, 21, 'winter storage', '2025-10-14', '2026-03-27', 1240.0, 'completed', 1);
INSERT INTO service_jobs VALUES (17, 20, 'electrical repair', '2025-11-17', '2025-11-19', 275.0, 'completed', 0);
INSERT INTO service_jobs VALUES (18, 12, 'engine service', '2025-12-02', '2025-12-05', 1385.0, 'completed', 1);
INSERT INTO service_jobs VALUES (19, 3, 'antifouling', '2026-02-23', '2026-02-27', 590.0, 'completed', 1);
INSERT INTO service_jobs VALUES (20, 1, 'antifouling', '2026-03-30', '2026-04-02', 690.0, 'completed', 1);
INSERT INTO service_jobs VALUES (21, 25, 'rigging check', '2026-04-13', '2026-04-14', 260.0, 'completed', 1);
INSERT INTO service_jobs VALUES (22, 24, 'engine service', '2026-05-11', '2026-05-14', 925.0, 'completed', 0);
INSERT INTO service_jobs VALUES (23, 27, 'electrical repair', '2026-05-28', '2026-06-02', 515.0, 'completed', 1);
INSERT INTO service_jobs VALUES (24, 11, 'hull cleaning', '2026-06-08', '2026-06-08', 155.0, 'completed', 0);
INSERT INTO service_jobs VALUES (25, 12, 'hull cleaning', '2026-06-15', '2026-06-16', 320.0, 'completed', 1);
INSERT INTO service_jobs VALUES (26, 14, 'electrical repair', '2026-06-29', '2026-07-03', 610.0, 'completed', 0);
INSERT INTO service_jobs VALUES (27, 22, 'engine service', '2026-07-20', NULL, 560.0, 'cancelled', 0);
INSERT INTO service_jobs VALUES (28, 28, 'rigging check', '2026-09-07', '2026-09-08', 205.0, 'completed', 1);
INSERT INTO service_jobs VALUES (29, 12, 'electrical repair', '2026-10-05', '2026-10-09', 730.0, 'completed', 0);
INSERT INTO service_jobs VALUES (30, 5, 'lift-out', '2026-11-09', '2026-11-09', 345.0, 'completed', 0);
INSERT INTO service_jobs VALUES (31, 17, 'engine service', '2026-11-16', NULL, 1080.0, 'in progress', 0);
INSERT INTO service_jobs VALUES (32, 23, 'antifouling', '2026-11-18', NULL, 675.0, 'in progress', 0);
INSERT INTO service_jobs VALUES (33, 27, 'hull cleaning', '2026-11-23', NULL, 165.0, 'in progress', 0);
INSERT INTO service_jobs VALUES (34, 5, 'winter storage', '2026-12-01', NULL, 960.0, 'booked', 0);
INSERT INTO service_jobs VALUES (35, 14, 'winter storage', '2026-12-03', NULL, 1310.0, 'booked', 0);
INSERT INTO service_jobs VALUES (36, 15, 'winter storage', '2026-12-03', NULL, 480.0, 'booked', 0);
INSERT INTO service_jobs VALUES (37, 18, 'antifouling', '2026-12-07', NULL, 1190.0, 'booked', 0);
INSERT INTO service_jobs VALUES (38, 26, 'winter storage', '2026-12-10', NULL, 870.0, 'cancelled', 0);
