CREATE TABLE host (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT,
  neighbourhood TEXT NOT NULL,
  is_volunteer INTEGER NOT NULL,
  joined_on TEXT NOT NULL
);

CREATE TABLE show (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  genre TEXT NOT NULL,
  weekday TEXT NOT NULL,
  start_time TEXT NOT NULL,
  slot_minutes INTEGER NOT NULL,
  host_id INTEGER NOT NULL REFERENCES host(id),
  launched_on TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('on air', 'paused', 'ended'))
);

CREATE TABLE episode (
  id INTEGER PRIMARY KEY,
  show_id INTEGER NOT NULL REFERENCES show(id),
  title TEXT NOT NULL,
  aired_on TEXT NOT NULL,
  length_minutes INTEGER NOT NULL,
  listeners INTEGER,
  is_live INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE sponsor (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sector TEXT NOT NULL,
  town TEXT NOT NULL,
  contact_email TEXT
);

CREATE TABLE sponsorship (
  id INTEGER PRIMARY KEY,
  sponsor_id INTEGER NOT NULL REFERENCES sponsor(id),
  show_id INTEGER NOT NULL REFERENCES show(id),
  amount INTEGER NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT,
  state TEXT NOT NULL
);

INSERT INTO host (id, name, email, neighbourhood, is_volunteer, joined_on) VALUES
  (1, 'Tomasz Wilk', 'tomasz@harbourfm.org', 'Riverside', 1, '2022-03-14'),
  (2, 'Bernadette Foley', 'bernie@harbourfm.org', 'Old Town', 0, '2019-06-01'),
  (3, 'Kofi Amankwah', NULL, 'Riverside', 1, '2024-02-09'),
  (4, 'Ines Cordeiro', 'ines@harbourfm.org', 'Northgate', 1, '2023-11-20'),
  (5, 'Ross Calder', 'ross@harbourfm.org', 'Riverside', 0, '2020-01-15'),
  (6, 'Maureen Tate', NULL, 'Millfields', 1, '2021-09-05'),
  (7, 'Jonah Pike', 'jonah.pike@gmail.com', 'Old Town', 1, '2024-05-27'),
  (8, 'Ayesha Malik', 'ayesha@harbourfm.org', 'Northgate', 0, '2024-10-03'),
  (9, 'Dafydd Rees', 'dafydd@harbourfm.org', 'Riverside', 1, '2025-04-11'),
  (10, 'Gloria Benoit', 'gloria.b@outlook.com', 'Millfields', 1, '2023-01-30'),
  (11, 'Callum Orr', NULL, 'Northgate', 1, '2026-06-18'),
  (12, 'Petra Lindqvist', 'petra@harbourfm.org', 'Old Town', 1, '2026-08-02'),
  (13, 'Sunil Joshi', 'sunil.joshi@gmail.com', 'Millfields', 1, '2025-09-22');

INSERT INTO show (id, title, genre, weekday, start_time, slot_minutes, host_id, launched_on, status) VALUES
  (1, 'Harbour Breakfast', 'Talk', 'Monday', '07:00', 120, 2, '2019-07-01', 'on air'),
  (2, 'Blue Note Hour', 'Jazz', 'Friday', '21:00', 60, 1, '2022-05-06', 'on air'),
  (3, 'Late Set', 'Jazz', 'Tuesday', '22:00', 90, 10, '2023-03-07', 'on air'),
  (4, 'Crates and Cables', 'Electronic', 'Saturday', '22:00', 120, 7, '2024-07-06', 'on air'),
  (5, 'Roots Revival', 'Reggae', 'Sunday', '18:00', 90, 3, '2024-03-03', 'on air'),
  (6, 'Word of Mouth', 'Talk', 'Wednesday', '12:00', 60, 8, '2024-11-06', 'paused'),
  (7, 'The Allotment', 'Gardening', 'Saturday', '09:00', 60, 6, '2021-10-02', 'on air'),
  (8, 'Story Tent', 'Children', 'Sunday', '09:30', 30, 6, '2023-04-16', 'paused'),
  (9, 'Folk on Friday', 'Folk', 'Friday', '19:00', 60, 5, '2020-02-07', 'paused'),
  (10, 'Three Chords', 'Punk', 'Thursday', '22:30', 60, 7, '2025-01-16', 'ended'),
  (11, 'Council Watch', 'Talk', 'Thursday', '18:00', 45, 5, '2020-09-10', 'on air'),
  (12, 'Sala Latina', 'Latin', 'Friday', '23:00', 120, 4, '2024-01-12', 'on air'),
  (13, 'Brass and Reeds', 'Jazz', 'Sunday', '12:00', 60, 5, '2021-05-09', 'ended'),
  (14, 'Velvet Groove', 'Soul', 'Wednesday', '20:00', 60, 9, '2026-11-25', 'on air'),
  (15, 'Slow Waves', 'Electronic', 'Friday', '06:00', 45, 1, '2023-09-15', 'paused');

INSERT INTO episode (id, show_id, title, aired_on, length_minutes, listeners, is_live) VALUES
  (1, 11, 'Budget Night', '2024-04-18', 38, 353, 1),
  (2, 3, 'Organ Trios', '2024-04-30', 85, 271, 1),
  (3, 9, 'Songs of the Mill', '2024-05-03', 57, NULL, 1),
  (4, 8, 'Grandad''s Boat', '2024-06-30', 27, 169, 0),
  (5, 1, 'Storm Watch', '2024-07-08', 117, 964, 1),
  (6, 9, 'Shanties', '2024-07-26', 53, 387, 1),
  (7, 1, 'Ferry Strike Special', '2024-08-19', 116, 695, 0),
  (8, 2, 'Live from the Pier', '2024-11-22', 56, 274, 0),
  (9, 4, 'Warehouse Tapes', '2025-02-22', 113, 441, 1),
  (10, 4, 'Berlin to Bristol', '2025-03-01', 115, 262, 1),
  (11, 7, 'Seed Swap', '2025-04-12', 56, NULL, 0),
  (12, 10, 'Seventy-Seven', '2025-04-17', 59, 158, 1),
  (13, 9, 'Fiddles of Donegal', '2025-05-09', 58, 246, 1),
  (14, 7, 'Slugs and Snails', '2025-05-10', 56, 461, 0),
  (15, 6, 'Who Runs the Library', '2025-05-21', 58, 433, 1),
  (16, 11, 'Election Count', '2025-05-22', 187, 297, 1),
  (17, 7, 'Winter Beds', '2025-05-24', 57, 562, 0),
  (18, 5, 'Studio One Stories', '2025-06-01', 83, 347, 0),
  (19, 3, 'Tokyo Jazz Kissa', '2025-06-10', 85, NULL, 1),
  (20, 7, 'Potatoes in Bags', '2025-08-09', 59, 456, 0),
  (21, 1, 'Market Day Live', '2025-08-25', 113, 862, 1),
  (22, 4, 'Bassline Special', '2025-10-25', 118, 301, 0),
  (23, 10, 'Garage Demos', '2025-11-27', 56, 175, 1),
  (24, 4, 'Modular Night', '2025-11-29', 116, 450, 1),
  (25, 5, 'Lovers Rock Hour', '2026-01-11', 85, 421, 0),
  (26, 1, 'Meet the New Mayor', '2026-02-02', 117, 718, 0),
  (27, 6, 'Young Carers Speak', '2026-04-01', 53, 223, 0),
  (28, 6, 'Rents on the Quay', '2026-04-08', 57, 199, 1),
  (29, 2, 'Women of Bebop', '2026-05-22', 53, 426, 1),
  (30, 1, 'School Run Phone-in', '2026-05-25', 120, 901, 1),
  (31, 8, 'The Lighthouse Mouse', '2026-06-07', 25, 178, 0),
  (32, 2, 'Ellington at Dusk', '2026-08-07', 57, NULL, 1),
  (33, 12, 'Cumbia Classics', '2026-08-21', 116, 508, 1),
  (34, 5, 'Carnival Warm-up', '2026-08-30', 85, 233, 1),
  (35, 2, 'Cool for Autumn', '2026-10-02', 58, 541, 0),
  (36, 2, 'Monk in Four Parts', '2026-10-16', 58, 391, 1),
  (37, 12, 'Salsa for Beginners', '2026-10-23', 118, 447, 0),
  (38, 5, 'Dub Sunday', '2026-11-01', 85, 303, 1),
  (39, 11, 'Harbour Bypass Debate', '2026-11-05', 38, 256, 1),
  (40, 3, 'Smoky Standards', '2026-11-24', 87, 285, 0);

INSERT INTO sponsor (id, name, sector, town, contact_email) VALUES
  (1, 'Quayside Bikes', 'retail', 'Harbour', 'hello@quaysidebikes.example'),
  (2, 'Marlowe & Sons Bakery', 'food', 'Harbour', 'orders@marlowebakery.example'),
  (3, 'Northgate Dental Care', 'health', 'Northgate', NULL),
  (4, 'The Blind Lamp', 'pub', 'Harbour', 'bookings@blindlamp.example'),
  (5, 'Seagrove Credit Union', 'finance', 'Seagrove', 'press@seagrovecu.example'),
  (6, 'Green Thumb Garden Centre', 'retail', 'Millfields', 'shop@greenthumb.example'),
  (7, 'Needle Drop Records', 'retail', 'Harbour', NULL),
  (8, 'Casa Bonita Tapas', 'food', 'Seagrove', 'hola@casabonita.example'),
  (9, 'Harbour Housing Trust', 'housing', 'Harbour', 'comms@hht.example'),
  (10, 'Tidewater Physio', 'health', 'Seagrove', NULL),
  (11, 'Lantern Cinema', 'arts', 'Millfields', 'box@lanterncinema.example');

INSERT INTO sponsorship (id, sponsor_id, show_id, amount, starts_on, ends_on, state) VALUES
  (1, 2, 1, 1200, '2024-01-08', '2024-12-31', 'expired'),
  (2, 2, 1, 1350, '2025-01-06', NULL, 'active'),
  (3, 4, 2, 450, '2024-05-03', '2025-05-02', 'expired'),
  (4, 4, 2, 520, '2025-06-06', NULL, 'active'),
  (5, 7, 2, 300, '2024-09-06', '2025-03-07', 'expired'),
  (6, 7, 3, 275, '2025-04-01', '2026-12-31', 'active'),
  (7, 7, 4, 640, '2024-08-03', NULL, 'active'),
  (8, 1, 1, 900, '2026-02-02', '2027-01-31', 'active'),
  (9, 6, 7, 780, '2024-03-02', '2025-02-28', 'expired'),
  (10, 6, 7, 825, '2025-03-01', NULL, 'active'),
  (11, 5, 11, 500, '2024-10-03', '2026-10-01', 'expired'),
  (12, 5, 6, 560, '2025-01-08', '2025-12-31', 'expired'),
  (13, 9, 11, 700, '2026-04-02', '2027-04-01', 'active'),
  (14, 8, 12, 410, '2024-02-02', '2025-02-01', 'expired'),
  (15, 8, 12, 475, '2026-12-04', NULL, 'pending'),
  (16, 3, 8, 180, '2024-06-02', '2025-06-01', 'expired'),
  (17, 4, 9, 350, '2025-02-07', '2026-07-31', 'expired'),
  (18, 1, 7, 390, '2026-12-05', '2027-12-04', 'pending'),
  (19, 5, 11, 545, '2026-12-03', '2027-12-02', 'pending'),
  (20, 9, 13, 325, '2024-04-07', '2025-01-26', 'expired'),
  (21, 4, 5, 610, '2025-08-03', '2027-02-28', 'active');

