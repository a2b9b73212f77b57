CREATE TABLE club (
  club_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  city TEXT NOT NULL,
  founded_year INTEGER
);

INSERT INTO club VALUES (1, 'Harbour Knights', 'Tallinn', 1958);
INSERT INTO club VALUES (2, 'SK Rochade', 'Riga', 1931);
INSERT INTO club VALUES (3, 'Queen Side Society', 'Vilnius', 1987);
INSERT INTO club VALUES (4, 'Tartu Academic', 'Tartu', 1924);
INSERT INTO club VALUES (5, 'Rook and Pawn', 'Riga', 2009);
INSERT INTO club VALUES (6, 'Kaunas Castle', 'Kaunas', 1966);
INSERT INTO club VALUES (7, 'Blitz Brigade', 'Tallinn', 2018);
INSERT INTO club VALUES (8, 'Amber Coast Chess', 'Klaipeda', 1994);
INSERT INTO club VALUES (9, 'Old Town Gambit', 'Parnu', 2021);

CREATE TABLE player (
  player_id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  birth_date TEXT NOT NULL,
  gender TEXT CHECK (gender IN ('F', 'M')),
  club_id INTEGER REFERENCES club(club_id),
  rating INTEGER NOT NULL,
  title TEXT,
  active INTEGER NOT NULL DEFAULT 1,
  registered_on TEXT NOT NULL
);

INSERT INTO player VALUES (1, 'Ilse Brandt', '1992-04-17', 'F', 1, 2412, 'IM', 1, '2024-01-10');
INSERT INTO player VALUES (2, 'Mart Kallas', '1985-09-02', 'M', 1, 2238, 'FM', 1, '2024-01-10');
INSERT INTO player VALUES (3, 'Andres Vaher', '1971-12-25', 'M', 1, 1987, NULL, 1, '2024-01-22');
INSERT INTO player VALUES (4, 'Liis Tamm', '2009-06-11', 'F', 1, 1804, NULL, 1, '2025-03-05');
INSERT INTO player VALUES (5, 'Juris Ozols', '1978-03-30', 'M', 2, 2507, 'GM', 1, '2024-01-12');
INSERT INTO player VALUES (6, 'Edgars Liepa', '1999-07-08', 'M', 2, 2351, 'FM', 1, '2024-02-03');
INSERT INTO player VALUES (7, 'Zane Krumina', '2004-10-19', 'F', 2, 2149, NULL, 1, '2024-05-20');
INSERT INTO player VALUES (8, 'Viktors Petrov', '1949-05-05', 'M', 2, 1896, NULL, 0, '2024-02-03');
INSERT INTO player VALUES (9, 'Raimonds Berzins', '1988-01-14', 'M', 2, 2083, NULL, 1, '2025-09-15');
INSERT INTO player VALUES (10, 'Tomas Urbonas', '1995-11-23', 'M', 3, 2466, 'IM', 1, '2024-01-30');
INSERT INTO player VALUES (11, 'Rasa Jankauskaite', '1983-02-07', 'F', 3, 2194, 'FM', 1, '2024-03-11');
INSERT INTO player VALUES (12, 'Lukas Stonkus', '2010-08-28', 'M', 3, 1742, NULL, 1, '2026-02-02');
INSERT INTO player VALUES (13, 'Kristjan Raud', '1990-06-16', 'M', 4, 2298, 'FM', 1, '2024-02-14');
INSERT INTO player VALUES (14, 'Helena Sepp', '2001-12-03', 'F', 4, 2057, NULL, 1, '2024-09-09');
INSERT INTO player VALUES (15, 'Oskar Luik', '2007-04-22', 'M', 4, 1939, NULL, 1, '2025-01-27');
INSERT INTO player VALUES (16, 'Peeter Mets', '1963-10-10', 'M', 4, 2112, NULL, 0, '2024-02-14');
INSERT INTO player VALUES (17, 'Anete Vitola', '1997-05-31', 'F', 5, 2019, NULL, 1, '2024-06-17');
INSERT INTO player VALUES (18, 'Roberts Kalnins', '1980-08-12', 'M', 5, 1865, NULL, 1, '2025-04-08');
INSERT INTO player VALUES (19, 'Darius Petrauskas', '1969-01-29', 'M', 6, 2333, 'IM', 1, '2024-01-30');
INSERT INTO player VALUES (20, 'Egle Mockute', '2006-09-14', 'F', 6, 2176, NULL, 1, '2025-02-19');
INSERT INTO player VALUES (21, 'Saulius Norkus', '1958-07-07', 'M', 6, 1711, NULL, 0, '2024-04-25');
INSERT INTO player VALUES (22, 'Jonas Vaitkus', '1993-03-21', 'M', 6, 1958, NULL, 1, '2026-01-16');
INSERT INTO player VALUES (23, 'Karl Erik Saar', '2002-02-26', 'M', 7, 2261, NULL, 1, '2024-10-01');
INSERT INTO player VALUES (24, 'Mia Lepik', '2011-11-08', 'F', 7, 1655, NULL, 1, '2026-03-23');
INSERT INTO player VALUES (25, 'Inga Balode', '1986-12-18', 'F', NULL, 2098, NULL, 1, '2024-07-29');
INSERT INTO player VALUES (26, 'Aleksei Morozov', '1974-06-04', 'M', NULL, 2539, 'GM', 0, '2024-01-15');
INSERT INTO player VALUES (27, 'Paul Wetherby', '1991-09-27', 'M', NULL, 2005, NULL, 1, '2026-05-12');
INSERT INTO player VALUES (28, 'Gintare Simkute', '2000-01-05', 'F', 8, 2227, 'FM', 1, '2024-11-18');
INSERT INTO player VALUES (29, 'Vytautas Gintas', '1955-04-09', 'M', 8, 1823, NULL, 1, '2024-11-18');
INSERT INTO player VALUES (30, 'Ruta Zukauskaite', '2008-03-13', 'F', 8, 1890, NULL, 1, '2025-06-30');

CREATE TABLE tournament (
  tournament_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  city TEXT NOT NULL,
  start_date TEXT NOT NULL,
  end_date TEXT NOT NULL,
  format TEXT NOT NULL,
  prize_fund INTEGER NOT NULL,
  entry_fee INTEGER NOT NULL
);

INSERT INTO tournament VALUES (1, 'Baltic Spring Open 2024', 'Riga', '2024-04-12', '2024-04-18', 'swiss', 6000, 30);
INSERT INTO tournament VALUES (2, 'Tallinn Rapid 2024', 'Tallinn', '2024-09-07', '2024-09-08', 'rapid', 1500, 20);
INSERT INTO tournament VALUES (3, 'Winter Masters 2025', 'Vilnius', '2025-01-17', '2025-01-26', 'round robin', 9500, 75);
INSERT INTO tournament VALUES (4, 'Baltic Spring Open 2025', 'Tartu', '2025-04-11', '2025-04-17', 'swiss', 6500, 35);
INSERT INTO tournament VALUES (5, 'Amber Coast Blitz', 'Klaipeda', '2025-08-02', '2025-08-02', 'blitz', 800, 15);
INSERT INTO tournament VALUES (6, 'Kaunas Castle Cup', 'Kaunas', '2025-11-21', '2025-11-23', 'rapid', 2200, 25);
INSERT INTO tournament VALUES (7, 'Winter Masters 2026', 'Riga', '2026-01-16', '2026-01-25', 'round robin', 11000, 80);
INSERT INTO tournament VALUES (8, 'Baltic Spring Open 2026', 'Vilnius', '2026-04-10', '2026-04-16', 'swiss', 7000, 40);
INSERT INTO tournament VALUES (9, 'Juniors Cup 2026', 'Parnu', '2026-07-04', '2026-07-06', 'swiss', 0, 10);
INSERT INTO tournament VALUES (10, 'Tallinn Rapid 2026', 'Tallinn', '2026-09-12', '2026-09-13', 'rapid', 1800, 20);
INSERT INTO tournament VALUES (11, 'Winter Masters 2027', 'Tallinn', '2027-01-15', '2027-01-24', 'round robin', 12000, 85);

CREATE TABLE entry (
  entry_id INTEGER PRIMARY KEY,
  tournament_id INTEGER NOT NULL REFERENCES tournament(tournament_id),
  player_id INTEGER NOT NULL REFERENCES player(player_id),
  final_rank INTEGER,
  fee_paid INTEGER NOT NULL DEFAULT 0
);

INSERT INTO entry VALUES (1, 1, 5, 1, 1);
INSERT INTO entry VALUES (2, 1, 1, 2, 1);
INSERT INTO entry VALUES (3, 1, 6, 3, 1);
INSERT INTO entry VALUES (4, 1, 13, 4, 1);
INSERT INTO entry VALUES (5, 2, 2, 1, 1);
INSERT INTO entry VALUES (6, 2, 1, 2, 1);
INSERT INTO entry VALUES (7, 2, 23, 3, 1);
INSERT INTO entry VALUES (8, 2, 3, 4, 1);
INSERT INTO entry VALUES (9, 3, 5, 1, 1);
INSERT INTO entry VALUES (10, 3, 10, 2, 1);
INSERT INTO entry VALUES (11, 3, 1, 3, 1);
INSERT INTO entry VALUES (12, 3, 19, 4, 1);
INSERT INTO entry VALUES (13, 4, 13, 1, 1);
INSERT INTO entry VALUES (14, 4, 28, 2, 1);
INSERT INTO entry VALUES (15, 4, 7, 3, 1);
INSERT INTO entry VALUES (16, 4, 14, 4, 0);
INSERT INTO entry VALUES (17, 4, 2, 5, 1);
INSERT INTO entry VALUES (18, 5, 28, 1, 1);
INSERT INTO entry VALUES (19, 5, 6, 2, 1);
INSERT INTO entry VALUES (20, 5, 29, 3, 1);
INSERT INTO entry VALUES (21, 6, 20, 1, 1);
INSERT INTO entry VALUES (22, 6, 19, 2, 1);
INSERT INTO entry VALUES (23, 6, 10, 3, 1);
INSERT INTO entry VALUES (24, 6, 22, 4, 0);
INSERT INTO entry VALUES (25, 7, 10, 1, 1);
INSERT INTO entry VALUES (26, 7, 5, 2, 1);
INSERT INTO entry VALUES (27, 7, 26, 3, 0);
INSERT INTO entry VALUES (28, 8, 1, 1, 1);
INSERT INTO entry VALUES (29, 8, 6, 2, 1);
INSERT INTO entry VALUES (30, 8, 11, 3, 1);
INSERT INTO entry VALUES (31, 8, 9, 4, 0);
INSERT INTO entry VALUES (32, 8, 28, 5, 1);
INSERT INTO entry VALUES (33, 8, 7, 6, 0);
INSERT INTO entry VALUES (34, 9, 15, 1, 1);
INSERT INTO entry VALUES (35, 9, 30, 2, 1);
INSERT INTO entry VALUES (36, 9, 4, 3, 1);
INSERT INTO entry VALUES (37, 10, 23, 1, 1);
INSERT INTO entry VALUES (38, 10, 2, 2, 1);
INSERT INTO entry VALUES (39, 10, 27, 3, 0);
INSERT INTO entry VALUES (40, 11, 10, NULL, 1);

CREATE TABLE game (
  game_id INTEGER PRIMARY KEY,
  tournament_id INTEGER NOT NULL REFERENCES tournament(tournament_id),
  round INTEGER NOT NULL,
  white_id INTEGER NOT NULL REFERENCES player(player_id),
  black_id INTEGER NOT NULL REFERENCES player(player_id),
  result TEXT NOT NULL,
  moves INTEGER NOT NULL,
  opening TEXT,
  played_on TEXT NOT NULL
);

INSERT INTO game VALUES (1, 1, 1, 5, 13, '1-0', 41, 'Ruy Lopez', '2024-04-12');
INSERT INTO game VALUES (2, 1, 1, 6, 1, '1/2-1/2', 58, 'Sicilian Defence', '2024-04-12');
INSERT INTO game VALUES (3, 1, 2, 1, 5, '0-1', 63, 'Queen''s Gambit', '2024-04-13');
INSERT INTO game VALUES (4, 1, 2, 13, 6, '0-1', 37, 'French Defence', '2024-04-13');
INSERT INTO game VALUES (5, 2, 1, 2, 3, '1-0', 29, 'Sicilian Defence', '2024-09-07');
INSERT INTO game VALUES (6, 2, 1, 23, 1, '0-1', 52, 'Caro-Kann', '2024-09-07');
INSERT INTO game VALUES (7, 2, 2, 1, 2, '1/2-1/2', 44, 'Ruy Lopez', '2024-09-08');
INSERT INTO game VALUES (8, 2, 2, 3, 23, '0-1', 33, 'English Opening', '2024-09-08');
INSERT INTO game VALUES (9, 3, 1, 5, 19, '1-0', 48, 'Queen''s Gambit', '2025-01-17');
INSERT INTO game VALUES (10, 3, 1, 10, 1, '1/2-1/2', 39, 'Sicilian Defence', '2025-01-17');
INSERT INTO game VALUES (11, 3, 2, 19, 10, '1/2-1/2', 71, 'French Defence', '2025-01-18');
INSERT INTO game VALUES (12, 3, 2, 1, 5, '1/2-1/2', 26, 'Ruy Lopez', '2025-01-18');
INSERT INTO game VALUES (13, 3, 3, 10, 5, '0-1', 84, 'King''s Indian', '2025-01-19');
INSERT INTO game VALUES (14, 4, 1, 13, 2, '1-0', 35, 'Sicilian Defence', '2025-04-11');
INSERT INTO game VALUES (15, 4, 1, 28, 14, '1-0', 46, 'Caro-Kann', '2025-04-11');
INSERT INTO game VALUES (16, 4, 1, 7, 2, '1-0', 57, 'English Opening', '2025-04-11');
INSERT INTO game VALUES (17, 4, 2, 13, 28, '1/2-1/2', 31, 'Ruy Lopez', '2025-04-12');
INSERT INTO game VALUES (18, 4, 2, 14, 7, '0-1', 66, 'Sicilian Defence', '2025-04-12');
INSERT INTO game VALUES (19, 5, 1, 28, 6, '1-0', 43, 'Sicilian Defence', '2025-08-02');
INSERT INTO game VALUES (20, 5, 2, 6, 29, '1-0', 22, 'French Defence', '2025-08-02');
INSERT INTO game VALUES (21, 6, 1, 20, 22, '1-0', 38, 'Ruy Lopez', '2025-11-21');
INSERT INTO game VALUES (22, 6, 1, 10, 19, '0-1', 61, 'King''s Indian', '2025-11-21');
INSERT INTO game VALUES (23, 6, 2, 19, 20, '1/2-1/2', 49, 'Sicilian Defence', '2025-11-22');
INSERT INTO game VALUES (24, 6, 2, 22, 10, '0-1', 27, 'Queen''s Gambit', '2025-11-22');
INSERT INTO game VALUES (25, 7, 1, 10, 26, '1-0', 55, 'Caro-Kann', '2026-01-16');
INSERT INTO game VALUES (26, 7, 1, 5, 10, '0-1', 92, 'Sicilian Defence', '2026-01-16');
INSERT INTO game VALUES (27, 7, 2, 26, 5, '1/2-1/2', 34, 'Queen''s Gambit', '2026-01-17');
INSERT INTO game VALUES (28, 8, 1, 1, 9, '1-0', 32, 'Caro-Kann', '2026-04-10');
INSERT INTO game VALUES (29, 8, 1, 6, 7, '1-0', 45, 'Ruy Lopez', '2026-04-10');
INSERT INTO game VALUES (30, 8, 1, 11, 28, '1/2-1/2', 77, 'Caro-Kann', '2026-04-10');
INSERT INTO game VALUES (31, 8, 2, 1, 11, '1-0', 50, 'French Defence', '2026-04-11');
INSERT INTO game VALUES (32, 8, 2, 28, 6, '0-1', 40, 'Ruy Lopez', '2026-04-11');
INSERT INTO game VALUES (33, 8, 2, 7, 9, '0-1', 68, 'English Opening', '2026-04-11');
INSERT INTO game VALUES (34, 9, 1, 15, 4, '1-0', 24, 'Ruy Lopez', '2026-07-04');
INSERT INTO game VALUES (35, 9, 1, 4, 30, '0-1', 36, 'Sicilian Defence', '2026-07-04');
INSERT INTO game VALUES (36, 9, 2, 30, 15, '1/2-1/2', 53, 'Caro-Kann', '2026-07-05');
INSERT INTO game VALUES (37, 10, 1, 23, 27, '1-0', 47, 'Sicilian Defence', '2026-09-12');
INSERT INTO game VALUES (38, 10, 1, 2, 23, '0-1', 42, 'King''s Indian', '2026-09-12');
INSERT INTO game VALUES (39, 10, 2, 27, 2, '1-0', 59, 'French Defence', '2026-09-13');
