-- A bicycle hire scheme: stations, bicycles, riders and trips.
CREATE TABLE station (station_id INTEGER PRIMARY KEY, name TEXT, district TEXT, docks INTEGER, opened TEXT);
CREATE TABLE bike (bike_id INTEGER PRIMARY KEY, model TEXT, is_electric INTEGER, purchase_price REAL, station_id INTEGER REFERENCES station(station_id));
CREATE TABLE rider (rider_id INTEGER PRIMARY KEY, name TEXT, email TEXT, age INTEGER, plan TEXT);
CREATE TABLE trip (trip_id INTEGER PRIMARY KEY, rider_id INTEGER REFERENCES rider(rider_id), bike_id INTEGER REFERENCES bike(bike_id), started_at TEXT, minutes INTEGER, distance_km REAL, cost REAL);
INSERT INTO station VALUES (1,'Central Square','Old Town',24,'2016-04-01'),(2,'University','North',18,'2016-05-12'),(3,'Harbour','Docklands',30,'2017-03-20'),(4,'Stadium','North',12,'2019-08-30'),(5,'Zoo','West',10,'2021-06-06');
INSERT INTO bike VALUES (1,'Comet',0,420.0,1),(2,'Comet',0,420.0,1),(3,'Volta',1,1350.0,1),(4,'Volta',1,1350.0,2),(5,'Swift',0,510.5,2),(6,'Swift',0,510.5,3),(7,'Comet',0,399.0,3),(8,'Volta X',1,1620.0,3),(9,'Swift',0,525.0,4);
INSERT INTO rider VALUES (1,'Hugo Marsh','hugo@mail.test',34,'annual'),(2,'Bea Costa','bea@mail.test',27,'monthly'),(3,'Ravi Nair','ravi@mail.test',45,'annual'),(4,'Tess Oban','tess@mail.test',19,'student'),(5,'Lou Ferrer','lou@mail.test',62,'monthly'),(6,'Mina Sato',NULL,23,'student');
INSERT INTO trip VALUES
 (1,1,1,'2023-04-02',14,3.1,1.5),(2,1,3,'2023-04-03',35,9.8,4.0),(3,1,5,'2023-05-10',22,5.0,2.5),(4,2,4,'2023-05-11',41,12.4,5.0),(5,2,6,'2024-01-08',9,1.8,1.0),
 (6,3,8,'2024-02-14',55,18.2,7.5),(7,3,8,'2024-02-15',48,15.0,6.0),(8,4,7,'2024-03-01',17,3.9,1.5),(9,4,2,'2024-03-02',12,2.6,1.0),(10,4,3,'2024-03-09',30,8.8,3.5),(11,5,1,'2022-09-19',26,4.4,2.5);
