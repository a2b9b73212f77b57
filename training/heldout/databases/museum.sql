-- A town museum of art.
CREATE TABLE artists (id INTEGER PRIMARY KEY, name TEXT, nationality TEXT, birth_year INTEGER, death_year INTEGER);
CREATE TABLE rooms (id INTEGER PRIMARY KEY, name TEXT, floor INTEGER, area_m2 REAL, step_free INTEGER);
CREATE TABLE works (id INTEGER PRIMARY KEY, title TEXT, artist_id INTEGER REFERENCES artists(id), medium TEXT, year_made INTEGER, room_id INTEGER REFERENCES rooms(id), insured_value REAL, acquired_on DATE, on_loan INTEGER);
CREATE TABLE loans (id INTEGER PRIMARY KEY, work_id INTEGER REFERENCES works(id), borrower TEXT, city TEXT, sent_on DATE, returned_on DATE, fee REAL);
CREATE TABLE tours (id INTEGER PRIMARY KEY, guide_name TEXT, language TEXT, tour_date DATE, group_size INTEGER, price_per_person REAL);
INSERT INTO artists VALUES
(1,'Ilse Varga','Hungarian',1891,1962),
(2,'Paul Desmoulins','French',1844,1910),
(3,'Agnes Thornhill','British',1932,2011),
(4,'Keiko Arima','Japanese',1958,NULL),
(5,'Benedikt Roos','Dutch',1627,1689),
(6,'Lucie Marchand','French',1975,NULL),
(7,'Samuel Okoro','British',1969,NULL),
(8,'Pietro Galvani','Italian',1702,1771),
(9,'Henriette Lam','Dutch',1880,1954),
(10,'Dora Castell','British',1910,1987);
INSERT INTO rooms VALUES
(1,'Rotunda',0,210.0,1),(2,'Dutch Cabinet',1,64.5,1),(3,'Long Gallery',1,180.0,0),(4,'Print Room',2,48.0,1),(5,'Tower Room',2,30.5,0),(6,'Glass Hall',0,260.0,1),(7,'Study Room',2,39.0,1);
INSERT INTO works VALUES
(1,'Grey Harbour',1,'oil',1924,3,85000,'1971-06-14',0),
(2,'Night Market',1,'oil',1931,3,120000,'1988-02-03',1),
(3,'Woman with Lamp',1,'watercolour',1919,4,18000,'2003-10-22',0),
(4,'Landscape near Arles',2,'oil',1887,3,340000,'1959-09-01',0),
(5,'The Washhouse',2,'oil',1879,3,215000,'1963-04-30',1),
(6,'Standing Form II',3,'bronze',1974,1,62000,'1979-05-17',0),
(7,'Seated Pair',3,'bronze',1981,1,54000,'1985-11-08',0),
(8,'Tide Tables',4,'photograph',1996,6,9500,'2009-03-12',0),
(9,'Ferry at Dawn',4,'photograph',2004,4,7200,'2009-03-12',0),
(10,'Winter Landscape with Mill',5,'oil',1661,2,480000,'1948-12-10',0),
(11,'Still Life with Pewter',5,'oil',1655,2,395000,'1952-07-07',0),
(12,'Blue Thread',6,'textile',2015,6,14000,'2016-05-20',1),
(13,'Salt Map',6,'textile',2019,6,16500,'2021-01-18',0),
(14,'Estuary Portraits',7,'photograph',2012,6,11000,'2014-08-25',0),
(15,'View of Verona',8,'oil',1748,3,260000,'1967-03-03',0),
(16,'Girl Reading',9,'watercolour',1912,4,23000,'1994-06-29',0),
(17,'Carved Angel',NULL,'wood',1510,2,90000,'1950-01-20',0),
(18,'Harvest Jug',NULL,'ceramic',1790,NULL,3500,'2018-11-11',0),
(19,'Market Landscape',9,'oil',1925,NULL,47000,'2020-09-09',0),
(20,'Standing Form V',3,'bronze',1983,6,71000,'2022-04-05',0);
INSERT INTO loans VALUES
(1,4,'Museo del Fiume','Turin','2018-02-01','2018-07-15',6000),
(2,2,'Stadtgalerie','Linz','2019-09-10','2020-01-20',3500),
(3,10,'Prinsenhuis','Leiden','2020-03-01','2020-09-30',9000),
(4,5,'Museo del Fiume','Turin','2021-05-05','2021-10-01',5200),
(5,8,'Kameraforum','Bergen','2022-01-12','2022-04-12',800),
(6,2,'Kunsthalle Ost','Vienna','2024-02-15',NULL,4100),
(7,5,'Stadtgalerie','Linz','2024-03-20',NULL,5500),
(8,12,'Textile Centre','Bergen','2024-04-02',NULL,950),
(9,15,'Museo del Fiume','Turin','2022-09-01','2023-02-28',4700),
(10,16,'Prinsenhuis','Leiden','2023-05-10','2023-08-31',1200);
INSERT INTO tours VALUES
(1,'Maud Ellery','English','2024-05-03',18,9.0),
(2,'Jonas Fink','German','2024-05-04',22,10.0),
(3,'Maud Ellery','English','2024-05-11',12,9.0),
(4,'Carla Nuti','Italian','2024-05-18',15,10.0),
(5,'Jonas Fink','German','2024-05-25',9,10.0),
(6,'Maud Ellery','French','2024-06-01',20,10.0),
(7,'Pete Sandford','English','2024-06-08',31,7.5),
(8,'Jonas Fink','English','2024-06-15',14,9.0),
(9,'Carla Nuti','Italian','2024-06-22',11,10.0),
(10,'Jonas Fink','German','2024-06-29',17,10.0),
(11,'Pete Sandford','English','2024-07-06',26,7.5),
(12,'Maud Ellery','French','2024-07-13',8,10.0);
