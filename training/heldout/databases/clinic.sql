-- A veterinary clinic, with names in the style of another programmer.
CREATE TABLE Owner (OwnerId INTEGER PRIMARY KEY, FullName TEXT, Phone TEXT, Town TEXT);
CREATE TABLE Animal (AnimalId INTEGER PRIMARY KEY, Name TEXT, Species TEXT, Breed TEXT, WeightKg REAL, BirthDate TEXT, OwnerId INTEGER REFERENCES Owner(OwnerId));
CREATE TABLE Doctor (DoctorId INTEGER PRIMARY KEY, FullName TEXT, Specialty TEXT, Salary INTEGER, HiredOn TEXT);
CREATE TABLE Appointment (AppointmentId INTEGER PRIMARY KEY, AnimalId INTEGER REFERENCES Animal(AnimalId), DoctorId INTEGER REFERENCES Doctor(DoctorId), VisitDate TEXT, Fee REAL, Status TEXT);
INSERT INTO Owner VALUES (1,'Greta Olsen','555-0101','Millbrook'),(2,'Dan Whitaker','555-0102','Ashford'),(3,'Yuki Mori','555-0103','Millbrook'),(4,'Carla Reyes',NULL,'Easton'),(5,'Ben Adler','555-0105','Ashford');
INSERT INTO Animal VALUES (1,'Biscuit','Dog','Beagle',12.4,'2017-03-04',1),(2,'Pepper','Cat','Siamese',4.1,'2019-07-21',1),(3,'Rex','Dog','Boxer',29.8,'2015-11-02',2),(4,'Momo','Cat','Tabby',5.2,'2020-02-14',3),(5,'Kiwi','Parrot','Macaw',1.1,'2012-05-30',3),(6,'Duke','Dog','Beagle',14.0,'2021-09-09',4),(7,'Snow','Rabbit','Angora',2.7,'2022-01-17',4);
INSERT INTO Doctor VALUES (1,'Helen Park','Surgery',98000,'2012-09-01'),(2,'Oscar Lind','Dentistry',74000,'2018-02-15'),(3,'Priya Shah','Surgery',105000,'2009-06-30'),(4,'Sam Ortiz','Exotics',81000,'2020-10-10');
INSERT INTO Appointment VALUES (1,1,1,'2023-02-01',120.0,'done'),(2,1,2,'2023-03-05',80.0,'done'),(3,2,2,'2023-03-06',65.0,'done'),(4,3,1,'2023-04-10',340.0,'done'),(5,3,3,'2023-06-12',510.0,'cancelled'),(6,4,2,'2023-08-20',70.0,'done'),(7,5,4,'2024-01-15',95.0,'done'),(8,6,1,'2024-02-02',130.0,'booked'),(9,1,3,'2024-02-20',450.0,'booked');
